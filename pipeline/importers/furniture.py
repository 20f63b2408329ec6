"""What a page has around its text, in Armenian, English and Russian: lines that are never part of an article."""

import re

NOTES_HEADING = re.compile(
    r"(?:\d+\.?\s*)?(?:notes?|foot ?notes?|end ?notes?|references|sources|bibliography|notes and references|"
    r"works cited|citations|"
    r"ծանոթագրություն(?:ներ)?|ծանոթություն(?:ներ)?|հղումներ|աղբյուրներ|օգտագործված գրականություն|գրականություն|"
    r"տողատակի ծանոթագրություններ|ծանոթագրություններ և հղումներ|"
    r"примечани[ея]|сноски|источники|ссылки|литература|список литературы|примечания и ссылки)\s*[:.։՝]?",
    re.IGNORECASE,
)
"""The heading above notes."""

_ENDING = (
    # What follows a text: other texts, and how to share this one.
    r"(?:you (?:may|might) (?:also )?(?:like|be interested).*|related(?: (?:posts|articles|news|stories|content))?|"
    r"read (?:also|more|next)|see also|more (?:from|on|in) .*|recommended(?: for you)?|latest (?:news|posts|articles)|"
    r"most (?:read|popular)|popular(?: posts)?|recent posts|leave a (?:reply|comment)|(?:\d+ )?comments?(?: \(\d+\))?|"
    r"share(?: this)?(?: (?:article|post|page|on))?.*|previous (?:post|article).*|next (?:post|article).*|tags?:.*|"
    r"subscribe.*|sign up.*|newsletter|follow us.*|print(?: this page)?|back to top|"
    r"կարդա(?:լ|ցեք)? նաև|կարդացե՛ք նաև|նմանատիպ(?: (?:նյութեր|հոդվածներ))?|առնչվող նյութեր|այս թեմայով|"
    r"ամենաշատ ընթերցված(?:ը)?|վերջին (?:նորությունները?|լուրեր)|կիսվել.*|տարածել.*|մեկնաբանություններ?(?: \(\d+\))?|"
    r"ձեզ կարող է (?:նաև )?հետաքրքրել.*|բաժանորդագրվե.*|հետևեք մեզ.*|տպել|պիտակներ.*|"
    r"читайте также|смотрите также|похожие (?:статьи|записи|материалы)|по теме|другие (?:статьи|материалы).*|"
    r"материалы по теме|вам (?:также )?может (?:быть интересно|понравиться).*|рекомендуем|поделиться.*|комментарии"
    r"(?: \(\d+\))?|оставить комментарий|подпис(?:аться|ывайтесь).*|теги:.*|метки:.*|версия для печати|наверх)",
    # Who has the rights, and where they can be reached.
    r".*(?:all rights reserved|©|\(c\) ?\d{4}|copyright ?(?:\d{4}|by)|բոլոր իրավունքները (?:պաշտպանված|պահպանված)|"
    r"все права защищены).*",
    r"(?:all (?:the )?materials?|any use of|reproduction|republication|կայքի նյութ|կայքում|при (?:использовании|"
    r"перепечатке|цитировании)|использование материалов|перепечатка|նյութեր(?:ի|ն|ը)?|մեջբերումներ).{0,400}"
    r"(?:prohibited|permission|copyright|hyperlink|ссылк|разрешени|запрещ|արգելվ|հղում|թույլտվ|պաշտպանվ).*",
    r"\[?email\s*protected\]?",
    r"(?:tel|phone|fax|e-?mail|հեռ|հեռախոս|էլ\. ?(?:փոստ|հասցե)|тел|телефон|факс|эл\. ?почта|почта)\b[.:՝]?.{0,80}\d.*",
    r"[\w.+-]+@[\w-]+\.[\w.-]+",
    r"\+?[\d\s()./-]{7,25}",
    r"(?:privacy policy|terms (?:of (?:use|service)|and conditions)|cookie(?:s| policy| settings)?|contact(?: us)?|"
    r"about us|գաղտնիության քաղաքականություն|կապ(?: մեզ հետ)?|մեր մասին|политика конфиденциальности|"
    r"пользовательское соглашение|контакты|о нас)",
)
_ANYWHERE = (
    r"(?:share(?: this)?(?: (?:article|post|page))?:?|(?:share )?on (?:facebook|twitter|x|linkedin|telegram)|"
    r"facebook|twitter|tweet|linkedin|whatsapp|telegram|vk|pinterest|email|copy link|print|"
    r"\d+\s*(?:min(?:ute)?s? read|мин(?:\.|ут[аы]?)?(?: чтения)?|րոպե)|(?:\d[\d,.]* )?views?(?::? ?\d+)?|"
    r"advertisement|реклама|գովազդ|skip to (?:main )?content|menu|search|log ?in|sign in|"
    r"մենյու|որոնում|կիսվել|տպել|меню|поиск|войти|поделиться|"
    r"(?:accept|reject) (?:all )?cookies?|we use cookies.*|այս կայքն օգտագործում է.*(?:cookie|քուքի).*|"
    r"(?:мы|сайт|этот сайт) использу(?:ем|ет).*cookie.*)"
)

_IS_ENDING = [re.compile(pattern, re.IGNORECASE | re.DOTALL) for pattern in _ENDING]
_IS_ANYWHERE = re.compile(_ANYWHERE, re.IGNORECASE)
_CRUMBS = re.compile(r"[^.։!?]{0,60}(?:\s[>›»/]\s[^.։!?]{1,60}){1,5}")

_LONG = 500


def ends_the_text(line: str) -> bool:
    """Whether a line belongs to what comes after a text on a page."""
    plain = line.strip().strip("*_#: ").strip()
    return len(plain) <= 2 * _LONG and any(pattern.fullmatch(plain) for pattern in _IS_ENDING)


def is_furniture(line: str) -> bool:
    """Whether a line is part of a page wherever it stands: share buttons, reading times, menus."""
    plain = line.strip()
    return len(plain) <= _LONG and bool(_IS_ANYWHERE.fullmatch(plain))


def is_above_the_title(line: str) -> bool:
    """Whether a line at the head of a page is the way that leads there: Home > Analysis."""
    return bool(_CRUMBS.fullmatch(line.strip()))
