"""Errors that a user can put right, told as data; the interface words them."""


class UserError(Exception):
    """Something a user can put right: an id of what happened, and its particulars.

    The particulars (``params``) are plain values such as a file's name or a place in it. They may come
    from outside, so whoever shows them treats them as text.
    """

    def __init__(self, id: str, /, **params: str | int) -> None:
        super().__init__(id, params)
        self.id = id
        self.params = params


class Unreadable(UserError):
    """A file, or a part of it, cannot be read: broken, hostile, of another kind or from the future."""


class Refused(UserError):
    """What was asked cannot be done as it stands: the target exists, an address leads nowhere."""
