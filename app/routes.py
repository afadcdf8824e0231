"""Every route of the service but the demo's own: who may call it is settled by the list it is in."""

from litestar.types import ControllerRouterHandler

from app.admin import controllers as admin
from app.admin.notices import controllers as staff_notices
from app.areas import controllers as areas
from app.blocks import controllers as blocks
from app.decks import controllers as decks
from app.devices import controllers as devices
from app.goals import controllers as goals
from app.members import controllers as member
from app.notices import controllers as notices
from app.operations import controllers as operations
from app.portraits import controllers as portraits
from app.privacy import controllers as privacy
from app.requests import controllers as requests
from app.sectors import controllers as sectors
from app.swipes import controllers as swipes
from app.tandems import controllers as tandems

Handlers = list[ControllerRouterHandler]

PUBLIC: Handlers = [
    areas.find_areas,
    sectors.list_sectors,
    goals.list_goals,
    decks.read_ranking_rules,
    portraits.read_portrait,
]
SIGNED_IN: Handlers = [
    member.put_me,
    member.read_me,
    member.change_me,
    member.pause_me,
    member.resume_me,
    privacy.export_me,
    privacy.delete_me,
    blocks.block_member,
    blocks.unblock_member,
    decks.deal,
    swipes.swipe,
    swipes.swipe_all,
    swipes.undo_swipe,
    requests.list_requests,
    requests.open_request,
    requests.accept_request,
    requests.refuse_request,
    requests.withdraw_request,
    tandems.list_tandems,
    tandems.read_tandem,
    devices.put_device,
    devices.delete_device,
    devices.test_device,
    notices.list_notices,
    notices.read_notice,
    notices.read_notices,
    notices.read_notifications,
    notices.put_notifications,
]
STAFF: Handlers = [
    admin.verify_mentor,
    admin.record_guardian_agreement,
    staff_notices.list_letters,
    staff_notices.resend_notice,
    staff_notices.announce,
    staff_notices.list_jobs,
]
OPERATIONS: Handlers = [operations.live, operations.ready, operations.metrics]
