"""What a member answers to a sanction."""

from app.wire import Received, Said


class NewAppeal(Received):
    text: Said
