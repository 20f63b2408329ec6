"""Forms of words, and derived words, of seven languages: what their grammars teach, and no glossary may mix up."""

import pytest

from pipeline.languages.inflection import inflection_keys, list_words

FORMS = {
    "ru": """
        гражданин граждан гражданами, армянин армян армянам армянина, мать матери матерью матерей, время времени
        временем времён, ребёнок ребёнка дети детей детьми, человек человека люди людей людьми, день дня днём дней,
        рынок рынка рынков, сестра сестёр сестре, окно окон окна, письмо писем письма, статья статей статьёй, семья
        семей, армия армий армией, решение решений решению, музей музеи музеев, врач врачом врачей, площадь площадью
        площадей, церковь церкви церквями, брат братья братьев, друг друзья друзьям, дочь дочери дочерей, имя имени
        имена имён, город города городов, дом дома домов, страна стран страной, книга книг книгой, столица столиц
        столицей, неделя недель неделю, деревня деревень деревне, земля земель, дерево деревья деревьями, небо небеса,
        сын сыновья сыновей, путь пути путём, лев льва, лёд льда льдом, конец конца концов, европеец европейца
        европейцев, русский русского русские, Иван Ивана Иваном, Иванов Иванова Ивановым Ивановой, Пушкин Пушкиным
        Пушкина, Москва Москвы Москвой, Нидерланды Нидерландов Нидерландам, выборы выборов выборам, министр министры
        министров, договор договора договоры, безопасность безопасности безопасностью, обсудить обсудил обсудит,
        ягнёнок ягнята ягнят, татарин татары татар, яблоко яблоки яблок, море морем морей, поле полей, здание зданий,
        герой героя героев, край краю краёв, заяц зайца зайцев, муж мужья, учитель учителя учителей, последний
        последнего последней, третий третьего третьей, Армения Армении Армению, столб столбы, огонь огня огней,
        корабль корабли кораблей, тюрьма тюрем, судья судьи судей, союзник союзников, Донецк Донецка, Ереван Еревана
        Ереване, Севан Севану, рот рта, сон сна, партия партий, улица улицей
    """,
    "hy": """
        տուն տան տանը տնից տներ, կին կնոջ կանայք կանանց կանանցից, Բաքու Բաքվի Բաքվում Բաքուն Բաքվից, մարդ մարդու
        մարդիկ մարդկանց, հայր հոր հորը հայրերի, մայր մոր մորից, եղբայր եղբոր եղբայրներ, քույր քրոջ քույրերի, ընկեր
        ընկերոջ ընկերներ, անուն անվան անուններ, ազգանուն ազգանվան, օր օրվա օրեր օրերի, ամիս ամսվա ամիսներ, տարի տարվա
        տարիներ տարիների, շաբաթ շաբաթվա, լույս լույսի լուսի, սեր սիրո, գիր գրի, լիճ լճի լճում լճեր, խորհուրդ խորհրդի
        խորհուրդներ, ժողովուրդ ժողովրդի ժողովուրդներին, շարժում շարժման շարժումներ շարժմամբ, զարգացում զարգացման
        զարգացմանը, միություն միության միությամբ միությունների, անկյուն անկյան, արյուն արյան, քաղաքացի քաղաքացու
        քաղաքացիներ քաղաքացիներին, եկեղեցի եկեղեցու եկեղեցում եկեղեցիների, այգի այգու, Երևան Երևանի Երևանում Երևանից,
        Հայաստան Հայաստանի Հայաստանն, Եվրոպա Եվրոպայի Եվրոպայում, Թբիլիսի Թբիլիսիում Թբիլիսիից, նախարար նախարարի
        նախարարները նախարարների, նախարարություն նախարարության, դուռ դռան դռներ, լեռ լեռան լեռներ, ձուկ ձկան ձկներ,
        շուն շան շներ, աղջիկ աղջկա աղջիկներ, ամուսին ամուսնու ամուսինների, աշուն աշնան, գարուն գարնանը, մահ մահվան,
        ծնունդ ծննդյան, դուստր դստեր դուստրերը, հույս հույսի հուսո, գույն գույնի գունի, գինի գինու գինիներ, գետ գետի
        գետեր, օրենք օրենքի օրենքներ, պատերազմ պատերազմի պատերազմում, տղամարդ տղամարդու տղամարդկանց, հյուրատուն
        հյուրատան, Պետրոսյան Պետրոսյանի Պետրոսյանին, Աննա Աննայի Աննային, Մասիս Մասիսի, ձմեռ ձմռան ձմռանը, քննել
        քննելու, կառավարություն կառավարությունից, հարց հարցեր հարցերով, համաձայնագիր համաձայնագրով, Սումգայիթ
        Սումգայիթի, հիմնարկ հիմնարկում, մատյան մատենի, տիկին տիկնոջ, ձի ձիու, մանուկ մանկան մանուկներ, առու առվի
        առուներ, լեզու լեզվի լեզվով լեզուներ, հերոս հերոսների, Իրան Իրանի Իրանում
    """,
    "en": """
        treaty treaties, child children, man men, woman women, chairman chairmen, person people, foot feet, crisis
        crises, wolf wolves, knife knives, life lives, church churches, hero heroes, bus buses, box boxes, city
        cities, country countries, day days, country countries, company companies, Armenian Armenians, minister
        ministers, government governments, nation nations, university universities, law laws, judge judges, mouse
        mice, tooth teeth, goose geese, criterion criteria, referendum referenda referendums, nucleus nuclei, index
        indices indexes, analysis analyses, negotiate negotiates negotiated negotiating, stop stopped stopping, carry
        carried carrying, sign signed signing, write wrote written writing, take took taken taking, meet met meeting,
        elect elected electing, hold held holding, agree agreed agreeing, die died, say said, bureau bureaux bureaus,
        half halves, leaf leaves, thief thieves, roof roofs, photo photos, tomato tomatoes, monarch monarchs, party
        parties, election elections, process processes, witness witnesses, tax taxes, ally allies, army armies,
        grandchild grandchildren, policeman policemen, plan planned planning, refer referred referring, travel
        travelled travelling, quiz quizzes, echo echoes, diagnosis diagnoses, datum data, ox oxen, tie tying
    """,
    "fr": """
        journal journaux, national nationale nationaux nationales, accord accords, loi lois, ministre ministres,
        arménien arménienne arméniens, président présidente présidents, blanc blanche, actif active actifs, chercheur
        chercheuse, directeur directrice, bateau bateaux, œil yeux, travail travaux, cheval chevaux, élection
        élections, frontière frontières, guerre guerres, heureux heureuse, premier première premiers, public publique
        publics, européen européenne, royal royaux, signer signé signée signent, nouveau nouvelle nouvel, ville
        villes, genou genoux, étranger étrangère, grec grecque, long longue, traité traités
    """,
    "uk": """
        громадянин громадян громадяни, вірменин вірмени вірмен, мати матері матерів, час часу, дитина дитини діти
        дітей, людина люди людей, рік року роки років, Київ Києва Києві, Львів Львова, день дня днів, політика
        політиці політик, книга книзі книг, Україна України Україною, питання питань питанням, область області
        областей областю, місто міста міст, друг друзі друзів, вікно вікон, сестра сестер, суд судів судом, уряд
        уряду, президент президентом президенту президентові, державний державного державна, стаття статті статей,
        земля землі земель, Вірменія Вірменії, міністр міністра міністрами, договір договору, рішення рішень рішенням,
        дівчина дівчат, вибори виборів, муха мусі, кінець кінця, українець українця українців, Іван Івана Іванові, ніч
        ночі ночей, брат брати братів, церква церкви церков, війна війни воєн
    """,
    "ka": """
        კაცი კაცის კაცმა კაცები, ქალი ქალის ქალებს, ქალაქი ქალაქის ქალაქში, წყალი წყლის, ქვეყანა ქვეყნის ქვეყნები,
        თბილისი თბილისის თბილისში, ბაქო ბაქოს ბაქოში ბაქოდან, საქართველო საქართველოს, მინისტრი მინისტრმა, მთავრობა
        მთავრობის მთავრობამ, სომეხი სომხის სომხები, დედა დედის, მამა მამის, ომი ომის, წიგნი წიგნები, ხელშეკრულება
        ხელშეკრულებას, და დის, ბავშვი ბავშვები ბავშვებს, დრო დროს დროის, სახლი სახლში
    """,
    "fa": """
        کتاب کتاب‌ها کتاب‌های, زن زنان زن‌ها, مرد مردان, کشور کشورها, وزیر وزیران وزرا, نویسنده نویسندگان, دولت
        دولت‌ها, شهر شهرهای شهری, خانه خانه‌ها, بچه بچه‌ها, ارمنی ارامنه, دانشجو دانشجویان, آقا آقایان, حق حقوق, خبر
        اخبار, عضو اعضا اعضای, کودک کودکان, قرارداد قراردادی, شخص اشخاص
    """,
}
"""Words, each with some of its forms."""

DERIVED = {
    "ru": """
        Иван Иванов, Пётр Петров, Пётр Петрович, Иван Иванович, договор договорился, договор договорный, договор
        договориться, министр министерство, министр министерский, Китай китайский, Китай китаец, Армения армянин,
        Армения армянский, Грузия груз, Грузия грузин, президент президентский, правительство правительственный,
        правительство править, безопасность безопасный, безопасность опасность, суд судья, суд судебный, закон
        законный, закон законность, война военный, мир мирный, город городской, город горожанин, нация национальный,
        нация национальность, союз союзник, союз союзный, человек человечество, человек человеческий, время временный,
        мать материнский, дети детский, ребёнок ребяческий, рынок рыночный, банк банкир, банк банковский, партия
        партийный, партия партизан, полиция полицейский, выборы выбирать, выборы выборный, Россия россиянин, Россия
        российский, Москва москвич, Москва московский, больница больной, больница больничный, университет
        университетский, университет универсальный, компания компаньон, директор дирекция, директор директорский, торг
        торговля, торговля торговый, дом домашний, дом домовой, книга книжный, страна странный, страна странник,
        учитель учительница, учитель учить, работа работник, работа рабочий, граждане гражданский, гражданин
        гражданка, армянин армянка, Сталин Сталинград, Ленин Ленинград, Пушкин Пушкинский, Париж парижанин, Лев Левин,
        Сергей Сергеев, Павел Павлов, Василий Васильев, Дмитрий Дмитриев
    """,
    "hy": """
        նախարար նախարարություն, նախարար նախարարական, կառավար կառավարություն, կառավարել կառավարություն, Երևան երևանցի,
        Երևան երևանյան, Հայաստան հայաստանյան, Հայաստան հայաստանցի, Հայաստան հայ, Հայաստան հայկական, Պետրոս Պետրոսյան,
        Սարգիս Սարգսյան, Հակոբ Հակոբյան, տուն տնային, տուն տնտես, կին կանացի, մարդ մարդկային, մարդ մարդկություն, հայր
        հայրական, հայր հայրենիք, մայր մայրական, մայր մայրաքաղաք, եղբայր եղբայրություն, ընկեր ընկերություն, ընկեր
        ընկերական, միություն միութենական, միություն միասին, քաղաք քաղաքացի, քաղաք քաղաքային, քաղաք քաղաքական, քաղաքացի
        քաղաքացիություն, անվտանգություն անվտանգ, օրենք օրենսդիր, օրենք օրինական, օր օրական, տարի տարեկան, ամիս
        ամսական, դատարան դատավոր, դատարան դատական, դատ դատարան, պատերազմ պատերազմական, պատերազմ պատերազմող, նախագահ
        նախագահական, նախագահ նախագահություն, նախագահ նախագահել, ընտրություն ընտրել, ընտրություն ընտրական,
        կուսակցություն կուսակից, ընկերություն ընկեր, հիվանդանոց հիվանդ, հիվանդանոց հիվանդություն, համալսարան
        համալսարանական, ոստիկան ոստիկանություն, ոստիկանություն ոստիկան, վարչապետ վարչապետություն, Չինաստան չինական,
        Չինաստան չինացի, Ռուսաստան ռուս, Ռուսաստան ռուսական, ռուս ռուսերեն, լիճ լճային, լեռ լեռնային, լեզու լեզվական,
        Բաքու բաքվեցի, գիր գրող, գիր գրական, ժողովուրդ ժողովրդական, ժողովուրդ ժողով, շարժում շարժել, շարժում շարժիչ,
        զարգացում զարգացած, լույս լուսավոր, սեր սիրել, ծնունդ ծնող, մահ մահացու, գյուղ գյուղացի, ուսուցիչ ուսուցչուհի,
        Վարդ Վարդան
    """,
    "en": """
        govern government, govern governor, nation national, nation nationality, minister ministry, elect election,
        election electoral, elect elector, university universe, university universal, work worker, Armenia Armenian,
        Georgia Georgian, Turkey Turkish, Venice Venetian, president presidential, president presidency, organ
        organization, organization organize, negotiate negotiation, negotiate negotiator, agree agreement, develop
        development, invest investor, invest investment, secure security, lead leader, rule ruler, act action, act
        actor, act active, create creation, create creature, police policy, party partition, law lawyer, law lawful,
        court courteous, war warrior, company companion, commune communist, communism communist, capital capitalism,
        capital capitalist, human humanity, hospital hospitality, general generally, general generation, import
        important, depart department, parliament parliamentary, constitution constitutional, constitute constitution,
        region regional, economy economic, economy economist, child childhood, child childish, man manly, woman
        womanly, person personal, day daily, hand handle, busy business, Iran Iranian, Russia Russian, Britain
        British, bank banker, free freedom, king kingdom, real reality, able ability, state statement, state stately,
        mission missionary, report reporter, Christ Christian, Paris Parisian, terror terrorist
    """,
    "fr": """
        ministre ministère, nation national, gouverner gouvernement, Arménie arménien, élire élection, loi loyal,
        guerre guerrier, paix pacifique, président présidentiel, économie économique, travail travailleur, université
        universel, région régional, France français, banque banquier, journal journaliste, police policier, sûr
        sécurité, état étatique
    """,
    "uk": """
        Іван Іваненко, Іван Іванов, міністр міністерство, Україна український, Україна українець, договір договірний,
        президент президентський, уряд урядовий, суд суддя, суд судовий, війна військовий, безпека безпечний, Київ
        київський, місто міський, мати материнський, людина людство, закон законний, ринок ринковий, партія партійний,
        вибори виборчий
    """,
    "ka": """
        საქართველო ქართველი, სომხეთი სომეხი, სომხეთი სომხური, მინისტრი სამინისტრო, მთავრობა სამთავრობო, ქალაქი
        მოქალაქე, თბილისი თბილისელი, პრეზიდენტი საპრეზიდენტო, ომი სამხედრო, კანონი კანონიერი, ბანკი ბანკირი, დედა
        დედობა
    """,
    "fa": """
        وزیر وزارت, کتاب کتابخانه, شهر شهردار, دانش دانشگاه, کار کارگر, رئیس ریاست, جنگ جنگجو
    """,
}
"""Pairs of a word, and another that is made of it or looks like it."""


def are_forms(word: str, other: str, lang: str) -> bool:
    """Whether two words, of as many parts, are forms of each other in all of them."""
    pairs = list(zip(list_words(word), list_words(other), strict=True))
    return all(inflection_keys(one, lang) & inflection_keys(two, lang) for one, two in pairs)


@pytest.mark.parametrize("lang", FORMS)
def test_all_forms_of_a_word_are_known_whichever_of_them_is_looked_for(lang: str) -> None:
    rows = [row.split() for row in FORMS[lang].split(",")]
    pairs = [pair for word, *forms in rows for form in forms for pair in ((word, form), (form, word))]
    assert [pair for pair in pairs if not are_forms(*pair, lang)] == []


@pytest.mark.parametrize("lang", DERIVED)
def test_a_derived_word_is_another_word(lang: str) -> None:
    pairs = [tuple(row.split()) for row in DERIVED[lang].split(",")]
    assert [(word, other) for word, other in pairs if are_forms(word, other, lang)] == []


@pytest.mark.parametrize(
    ("lang", "name", "surname"),
    [("ru", "Иван", "Иванов"), ("ru", "Пётр", "Петровым"), ("uk", "Іван", "Іванів"), ("ru", "Андрей", "Андреев")],
)
def test_a_surname_is_no_plural_of_the_name_that_it_is_made_of(lang: str, name: str, surname: str) -> None:
    assert not are_forms(name, surname, lang)


@pytest.mark.parametrize(("name", "form"), [("министр", "Министров"), ("Альпы", "Альп"), ("Балканы", "Балкан")])
def test_other_words_have_such_plurals_at_the_beginning_of_a_sentence_too(name: str, form: str) -> None:
    assert are_forms(name, form, "ru")
