"""Report the translations that an edition shows in another way than they are written, or not at all."""

from pipeline.model import Entry, Finding, Message, Severity


def report_escaped(entry: Entry) -> Finding:
    """Report a translation whose Markdown is shown as plain characters."""
    return _report(
        "structure",
        Severity.WARNING,
        entry,
        Message.create(
            "the translation has Markdown, code, HTML or links that the source does not have; they are shown as "
            "plain characters. Use only what the source has."
        ),
    )


def report_refused(entry: Entry) -> Finding:
    """Report a translation in whose place the source stays."""
    return _report(
        "structure",
        Severity.ERROR,
        entry,
        Message.create(
            "the translation would change the structure of the article; the source stays. Use only the Markdown "
            "(backticks ` too), code, HTML and links that the source has."
        ),
    )


def report_order(entry: Entry) -> Finding:
    """Report a translation that closes a dialect's tag before it opens it."""
    return _report(
        "structure",
        Severity.ERROR,
        entry,
        Message.create(
            "the translation closes a tag of the site before it opens it; the source stays. Put the placeholders in "
            "the order of the source."
        ),
    )


def report_note_in_html(entry: Entry) -> Finding:
    """Report a translator's note where no note can be."""
    return _report(
        "structure",
        Severity.WARNING,
        entry,
        Message.create(
            "the translation has a note of its own in HTML, where no note can be; readers see its signs. Write its "
            "words without ^[…]."
        ),
    )


def report_fold(entry: Entry, *, is_first: bool) -> Finding:
    """Report a fold without a translation before it; `is_first` tells that there is no sentence either."""
    return _report(
        "fold",
        Severity.ERROR,
        entry,
        Message.create(
            "“←” folds a sentence into the one before it, but it is the first of its block; the source stays. "
            "Translate it here."
            if is_first
            else "“←” folds a sentence into the one before it, but the sentence before it is not translated; the "
            "source stays. Translate it here."
        ),
    )


def report_unsafe(entry: Entry) -> Finding:
    """Report a translated link target that is not safe."""
    return _report(
        "link-target",
        Severity.ERROR,
        entry,
        Message.create(
            "the address in the translation cannot be used as a link; the source's stays. Write one address "
            "without spaces, beginning with https://, or leave the entry as its source."
        ),
    )


def _report(rule: str, severity: Severity, entry: Entry, message: Message) -> Finding:
    """Return a finding about an entry, with its line and text in the catalog."""
    return Finding(
        rule=rule, severity=severity, message=message, line=entry.line, source=entry.source, context=entry.context
    )
