"""Addresses of this room's pages; the sign-in library's stand below /accounts/."""

from django.urls import path

from accounts.views import (
    account,
    calendar,
    confirming,
    invitations,
    people,
    sample,
    system,
)

app_name = "accounts"
urlpatterns = [
    path("account", account.account, name="account"),
    path("account/name", account.name, name="name"),
    path("account/preferences", account.preferences, name="preferences"),
    path("account/hours", account.hours, name="hours"),
    path("account/calendar", calendar.calendar, name="calendar"),
    path("account/calendar/take-back", calendar.take_back, name="take_calendar_back"),
    path("account/second-factor", confirming.second_factor, name="second_factor"),
    path("account/confirm", confirming.confirm, name="confirm"),
    path(
        "account/confirm/sample", confirming.confirm_as_sample, name="confirm_as_sample"
    ),
    path(
        "account/single-sign-on/<str:uid>/remove",
        account.remove_single_sign_on,
        name="remove_single_sign_on",
    ),
    # The library's list of single sign-on accounts knows nothing of ours.
    path("accounts/3rdparty/", account.account),
    path("inbox", account.inbox, name="inbox"),
    path("inbox/read", account.mark_all_read, name="mark_all_read"),
    path("inbox/<str:uid>", account.notification, name="notification"),
    path("invitations/<str:token>", invitations.accept, name="invitation"),
    path(
        "first-administrator/<str:token>",
        invitations.first_administrator,
        name="first_administrator",
    ),
    path("sample/continue", sample.continue_as, name="continue_as_sample"),
    path("system/people", people.people_list, name="people"),
    path("system/people/invite", people.invite, name="invite"),
    path("system/people/<str:uid>", people.person, name="person"),
    path("system/people/<str:uid>/send-again", people.send_again, name="send_again"),
    path("system/people/<str:uid>/withdraw", people.withdraw, name="withdraw"),
    path("system/people/<str:uid>/<slug:step>", people.step, name="person_step"),
    path("system/state", system.state, name="state"),
    path("system/test-message", system.send_test, name="send_test"),
    path("system/outbox", system.outbox, name="outbox"),
    path("system/outbox/<str:name>", system.outbox_message, name="outbox_message"),
]
