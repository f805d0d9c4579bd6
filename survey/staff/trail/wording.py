"""What each deed is called, and the sentence that tells it on the page of the trail."""

from __future__ import annotations

from flask_babel import lazy_gettext as later

from survey.staff.trail.entries import Deed

# Deed → what it is called where one is chosen, and what is said of it.
WORDS = {
    Deed.SIGNED_IN: (later("Signed in"), later("%(who)s signed in.")),
    Deed.SIGNED_OUT: (later("Signed out"), later("%(who)s signed out.")),
    Deed.REFUSED: (later("Sign-in refused"), later("A sign-in was refused: %(what)s.")),
    Deed.SLOWED: (later("Sign-in slowed"), later("After ten refusals, sign-ins wait ten minutes: %(what)s.")),
    Deed.MANY_REFUSED: (
        later("Very many sign-ins refused"),
        later("Very many sign-ins were refused. For ten minutes no more of them are listed."),
    ),
    Deed.STAFF_ADDED: (later("Account added"), later("%(who)s let %(what)s sign in.")),
    Deed.PASSWORD_SET: (later("Password set"), later("%(who)s set a new password for %(what)s.")),
    Deed.SWITCHED_OFF: (later("Account switched off"), later("%(who)s switched off the account of %(what)s.")),
    Deed.SWITCHED_ON: (later("Account switched on"), later("%(who)s switched on the account of %(what)s.")),
    Deed.SESSIONS_ENDED: (later("Signed out everywhere"), later("%(who)s signed %(what)s out everywhere.")),
    Deed.ROUND_PLANNED: (later("Round set up"), later("%(who)s set up the round %(what)s.")),
    Deed.ROUND_CHANGED: (later("Round changed"), later("%(who)s changed the round %(what)s before it opened.")),
    Deed.END_MOVED: (
        later("Open round changed"),
        later("%(who)s changed the name or last day of the open round %(what)s."),
    ),
    Deed.RELEASED: (later("Results released"), later("%(who)s released the results of %(what)s.")),
    Deed.DOWNLOADED: (later("Figures downloaded"), later("%(who)s downloaded the figures of %(what)s.")),
    Deed.MARK_SET: (later("Mark begun anew"), later("%(who)s began the trail’s mark anew.")),
    Deed.PURGED: (later("Removed for good"), later("%(who)s removed what had been kept long enough.")),
    Deed.RESTORED: (later("Restored from a backup"), later("%(who)s put this database back from a backup.")),
    Deed.THOUGHT_READ: (later("Thought read first"), later("%(who)s was the first to read a thought.")),
    Deed.READ_FOR_FINDINGS: (
        later("Thought read for findings"),
        later("%(who)s read a thought to prepare findings."),
    ),
    Deed.READ_FOR_ANSWER: (
        later("Thought read to answer it"),
        later("%(who)s read a thought to do what follows from a compliment or complaint."),
    ),
    Deed.READ_FOR_QUOTE: (later("Thought read for a quote"), later("%(who)s read a thought beside a quote from it.")),
    Deed.THOUGHT_PASSED: (later("Thought passed on"), later("%(who)s passed a thought on to the officers.")),
    Deed.THOUGHT_KEPT_BACK: (later("Thought kept back"), later("%(who)s kept a thought back from the officers.")),
    Deed.THOUGHTS_SET_ASIDE: (
        later("Thoughts set aside"),
        later("%(who)s set aside all unread thoughts that came without a card."),
    ),
    Deed.THOUGHT_RAISED: (later("Thought made a worry"), later("%(who)s made a worry of a thought.")),
    Deed.THOUGHT_TAGGED: (later("Thought sorted"), later("%(who)s said what a thought is about.")),
    Deed.THOUGHT_FINISHED: (
        later("Compliment or complaint done"),
        later("%(who)s noted that what a thought asks for is done."),
    ),
    Deed.QUOTE_PROPOSED: (later("Quote proposed"), later("%(who)s proposed a quote.")),
    Deed.QUOTE_APPROVED: (later("Quote approved"), later("%(who)s approved a quote.")),
    Deed.QUOTE_REFUSED: (later("Quote refused"), later("%(who)s refused a quote.")),
    Deed.QUOTE_WITHDRAWN: (later("Quote withdrawn"), later("%(who)s took a quote back.")),
    Deed.NAMES_CHANGED: (
        later("List of names changed"),
        later("%(who)s changed the list of names that quotes are searched for."),
    ),
    Deed.KEY_MADE: (later("Key made"), later("%(who)s made a key of their own.")),
    Deed.PASSPHRASE_CHANGED: (later("Passphrase changed"), later("%(who)s changed their passphrase.")),
    Deed.BOX_MADE: (later("Box set up"), later("%(who)s set up a box for what children say.")),
    Deed.LET_IN: (later("Let into a box"), later("%(who)s let %(what)s into a box.")),
    Deed.PUT_OUT: (later("Put out of all boxes"), later("%(who)s took every box away from %(what)s.")),
    Deed.SHEETS_MADE: (later("Recovery sheets made"), later("%(who)s made the recovery sheets.")),
    Deed.SHEETS_USED: (
        later("Recovery sheets used"),
        later("%(who)s used two recovery sheets, and got three new ones."),
    ),
    Deed.SHEETS_REFUSED: (
        later("Recovery sheets refused"),
        later("%(who)s typed two recovery sheets that open nothing."),
    ),
    Deed.DUTY_CHANGED: (later("Duty changed"), later("%(who)s changed when messages are read, or who is away.")),
    Deed.ALERT_TESTED: (later("Test letter sent"), later("%(who)s sent a test letter.")),
    Deed.TEAM_ADDED: (later("Team added"), later("%(who)s added a team.")),
    Deed.TEAM_CHANGED: (later("Team changed"), later("%(who)s changed the team of %(what)s.")),
    Deed.RECORDING_KEPT: (later("Recording kept"), later("%(who)s kept a recording that children can listen to.")),
    Deed.RECORDING_REMOVED: (later("Recording removed"), later("%(who)s removed a recording.")),
    Deed.PICTURES_CHANGED: (later("Own pictures changed"), later("%(who)s put in pictures of the council’s own.")),
    Deed.PICTURE_REMOVED: (later("Own picture removed"), later("%(who)s took away a picture of the council’s own.")),
    Deed.STAFF_EXPORTED: (later("Colleague’s data handed out"), later("%(who)s handed out what is kept on %(what)s.")),
    Deed.STAFF_ERASED: (later("Former colleague erased"), later("%(who)s erased what was kept on %(what)s.")),
    Deed.WORDINGS_TAKEN: (later("Translations taken in"), later("%(who)s took in a translator’s sheet in %(what)s.")),
    Deed.WORDINGS_DROPPED: (
        later("Translations removed"),
        later("%(who)s removed the council’s own wordings in %(what)s."),
    ),
    Deed.LANGUAGE_CHECKED: (later("Language checked"), later("%(who)s noted that somebody fluent checked %(what)s.")),
    Deed.CHECK_WITHDRAWN: (later("Check withdrawn"), later("%(who)s withdrew the check of %(what)s.")),
}

# Each of these is told by the same sentence, without who did it, to which, when in the day and how often. Whoever reads
# the page may be on the team of an adult whom a child complains of: that the designated officer has just read something
# would tell that adult that there is something to read.
CONFIDENTIAL = frozenset(
    {
        Deed.WORRY_RAISED,
        Deed.WORRY_ALERTED,
        Deed.WORRY_SEEN,
        Deed.WORRY_DECIDED,
        Deed.WORRY_PASSED,
        Deed.WORRY_NOTED,
        Deed.WORRY_CLOSED,
        Deed.WORRY_REOPENED,
        Deed.WORRY_HIDDEN,
        Deed.WORRY_EXPORTED,
        Deed.WORRY_ERASED,
        Deed.ERASED_ON_REQUEST,
        Deed.ERASED_AS_MISTAKE,
        Deed.WORRIES_SEARCHED,
    }
)
