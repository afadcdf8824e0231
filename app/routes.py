"""Every route of the service but the demo's own: who may call it is settled by the list it is in."""

from litestar.types import ControllerRouterHandler

from app.admin.accounts import controllers as staff_accounts
from app.admin.appeals import controllers as staff_appeals
from app.admin.audit import controllers as staff_audit
from app.admin.board import controllers as staff_board
from app.admin.cohorts import controllers as staff_cohorts
from app.admin.disputes import controllers as staff_disputes
from app.admin.figures import controllers as staff_figures
from app.admin.followups import controllers as staff_followups
from app.admin.honesty import controllers as staff_honesty
from app.admin.imports import controllers as staff_imports
from app.admin.introductions import controllers as staff_introductions
from app.admin.members import controllers as staff_members
from app.admin.notices import controllers as staff_notices
from app.admin.photos import controllers as staff_photos
from app.admin.programmes import controllers as staff_programmes
from app.admin.promises import controllers as staff_promises
from app.admin.proposals import controllers as staff_proposals
from app.admin.reports import controllers as staff_reports
from app.admin.sanctions import controllers as staff_sanctions
from app.admin.search import controllers as staff_search
from app.admin.structures import controllers as staff_structures
from app.admin.tandems import controllers as staff_tandems
from app.admin.verifications import controllers as staff_verifications
from app.appeals import controllers as appeals
from app.areas import controllers as areas
from app.blocks import controllers as blocks
from app.decks import controllers as decks
from app.devices import controllers as devices
from app.feedback import controllers as feedback
from app.goals import controllers as goals
from app.imports import controllers as invitations
from app.introductions import controllers as introductions
from app.meetings import controllers as meetings
from app.meetings.attendances import controllers as attendances
from app.meetings.calendars import controllers as calendars
from app.members import controllers as member
from app.messages import controllers as messages
from app.messages import sockets
from app.notices import controllers as notices
from app.operations import controllers as operations
from app.outcomes import controllers as outcomes
from app.photos import controllers as photos
from app.portraits import controllers as portraits
from app.privacy import controllers as privacy
from app.proposals import controllers as proposals
from app.pulses import controllers as pulses
from app.reports import controllers as reports
from app.requests import controllers as requests
from app.requests.renewals import controllers as renewals
from app.sanctions import controllers as sanctions
from app.sectors import controllers as sectors
from app.swipes import controllers as swipes
from app.sync import controllers as sync
from app.sync.timeline import controllers as timeline
from app.tandems import controllers as tandems
from app.tandems.answers import controllers as answers
from app.tandems.charter import controllers as charter
from app.tandems.closures import controllers as closures
from app.tandems.goals import controllers as tandem_goals
from app.training import controllers as training
from app.verifications import controllers as verifications

Handlers = list[ControllerRouterHandler]

PUBLIC: Handlers = [
    areas.find_areas,
    sectors.list_sectors,
    goals.list_goals,
    feedback.list_terms,
    outcomes.list_terms,
    charter.read_charter,
    closures.list_closure_reasons,
    reports.list_reasons,
    decks.read_ranking_rules,
    portraits.read_portrait,
    calendars.read_calendar,
    introductions.read_officers_calendar,
    photos.read_photo,
]
SIGNED_IN: Handlers = [
    member.put_me,
    member.read_me,
    member.change_me,
    member.pause_me,
    member.resume_me,
    verifications.read_my_verification,
    training.read_training,
    training.answer_quiz,
    photos.put_photo,
    photos.read_my_photo,
    photos.delete_photo,
    invitations.read_invitation,
    invitations.decline_invitation,
    privacy.export_me,
    privacy.delete_me,
    blocks.block_member,
    blocks.unblock_member,
    reports.report,
    reports.list_reports,
    sanctions.list_own_sanctions,
    appeals.appeal,
    decks.deal,
    swipes.swipe,
    swipes.swipe_all,
    swipes.undo_swipe,
    proposals.list_own_proposals,
    requests.list_requests,
    requests.open_request,
    requests.accept_request,
    requests.refuse_request,
    requests.withdraw_request,
    tandems.list_tandems,
    tandems.read_tandem,
    tandems.pause_tandem,
    tandems.resume_tandem,
    charter.sign_charter,
    closures.close_tandem,
    closures.rematch,
    renewals.renew_tandem,
    renewals.withdraw_renewal,
    tandem_goals.list_goals_of_tandem,
    tandem_goals.put_goal,
    tandem_goals.delete_goal,
    tandem_goals.reach_goal,
    tandem_goals.reopen_goal,
    tandem_goals.do_step,
    tandem_goals.undo_step,
    answers.list_answers,
    answers.put_answer,
    answers.delete_answer,
    answers.read_answers_in_tandem,
    meetings.list_meetings,
    meetings.list_tandem_meetings,
    meetings.read_meeting,
    meetings.plan_meeting,
    meetings.confirm_meeting,
    meetings.cancel_meeting,
    introductions.list_introduction_slots,
    introductions.read_introduction,
    introductions.book_introduction,
    introductions.cancel_introduction,
    attendances.say_attendance,
    attendances.read_reliability,
    attendances.appeal_mark,
    calendars.open_calendar,
    calendars.read_calendar_state,
    calendars.close_calendar,
    calendars.read_meeting_file,
    messages.list_messages,
    messages.send_message,
    messages.edit_message,
    messages.delete_message,
    messages.read_messages,
    messages.issue_ticket,
    feedback.list_feedback,
    feedback.give_feedback,
    pulses.list_pulses,
    pulses.answer_pulse,
    outcomes.list_outcomes,
    outcomes.read_outcome,
    outcomes.answer_outcome,
    devices.put_device,
    devices.delete_device,
    devices.test_device,
    notices.list_notices,
    notices.read_notice,
    notices.read_notices,
    notices.read_notifications,
    notices.put_notifications,
    sync.sync,
    timeline.read_timeline,
]
STAFF: Handlers = [
    staff_accounts.read_oneself,
    staff_accounts.list_accounts,
    staff_accounts.add_account,
    staff_accounts.change_account,
    staff_accounts.end_account,
    staff_structures.list_structures,
    staff_structures.add_structure,
    staff_structures.change_structure,
    staff_structures.list_codes,
    staff_structures.put_code,
    staff_structures.revoke_code,
    staff_structures.list_agreements,
    staff_structures.put_agreement,
    staff_programmes.list_programmes,
    staff_programmes.add_programme,
    staff_programmes.list_rules,
    staff_programmes.put_rules,
    staff_promises.list_promises,
    staff_promises.list_promise_months,
    staff_audit.list_audit,
    staff_board.list_cases,
    staff_board.count_cases,
    staff_board.pick_up_case,
    staff_board.close_case,
    staff_figures.list_runs,
    staff_figures.read_figures,
    staff_figures.export_figures,
    staff_figures.draw_figures,
    staff_imports.bring_import,
    staff_imports.list_imports,
    staff_imports.read_import,
    staff_imports.name_columns,
    staff_imports.list_problems,
    staff_imports.start_import,
    staff_imports.forget_import,
    staff_search.find_members,
    staff_search.find_companies,
    staff_search.find_tandems,
    staff_proposals.propose_tandem,
    staff_proposals.list_proposals,
    staff_proposals.withdraw_proposal,
    staff_cohorts.compose_cohort,
    staff_cohorts.list_cohorts,
    staff_cohorts.read_cohort,
    staff_cohorts.list_cohort_pairs,
    staff_cohorts.remove_cohort_pair,
    staff_cohorts.send_cohort,
    staff_cohorts.forget_cohort,
    staff_verifications.verify_mentor,
    staff_verifications.list_mentors_to_check,
    staff_honesty.put_honesty_check,
    staff_honesty.list_expiring_checks,
    staff_members.record_guardian_agreement,
    staff_photos.list_waiting_photos,
    staff_photos.accept_photo,
    staff_photos.refuse_photo,
    staff_disputes.list_disputes,
    staff_disputes.settle_dispute,
    staff_disputes.read_member_reliability,
    staff_followups.find_feedback,
    staff_followups.read_follow_up,
    staff_reports.list_reports,
    staff_reports.read_report,
    staff_reports.take_report,
    staff_reports.give_back_report,
    staff_reports.decide_report,
    staff_reports.read_messages,
    staff_sanctions.list_sanctions,
    staff_sanctions.give_sanction,
    staff_sanctions.confirm_ban,
    staff_sanctions.lift_sanction,
    staff_sanctions.let_in_again,
    staff_appeals.list_appeals,
    staff_appeals.decide_appeal,
    staff_notices.list_letters,
    staff_notices.resend_notice,
    staff_notices.announce,
    staff_notices.list_jobs,
    staff_tandems.introduce_tandem,
    staff_introductions.list_awaited_introductions,
    staff_introductions.publish_slots,
    staff_introductions.list_slots,
    staff_introductions.change_slot,
    staff_introductions.cancel_slot,
    staff_introductions.book_slot,
    staff_introductions.tell_slot_outcome,
    staff_introductions.open_officers_calendar,
    staff_introductions.read_officers_calendar_state,
    staff_introductions.close_officers_calendar,
    staff_tandems.read_answers_of_mentee,
]
# They let themselves in, by a ticket.
SOCKETS: Handlers = [sockets.open_socket]
OPERATIONS: Handlers = [operations.live, operations.ready, operations.metrics]
