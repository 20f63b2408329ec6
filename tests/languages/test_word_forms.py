"""Forms of words, and derived words, of seven languages: what their grammars teach, and no glossary may mix up."""

import pytest

from pipeline.languages.inflection import first_form_keys, inflection_keys, list_words

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
        Ереване, Севан Севану, рот рта, сон сна, партия партий, улица улицей, древляне древлян, крестьянин крестьяне
        крестьян крестьянам, киевлянин киевляне киевлян, англичанин англичан англичане, славянин славян, господин
        господа, татарин татар, пламя пламени, племя племён племена, семя семян, знамя знамёна, дитя дети, утёнок
        утята, сосед соседей, уголь угля, ветер ветра, орёл орла орлы, отец отца отцов, перец перца, китаец китайца
        китайцев, американец американцев, немец немцы немцев, воробей воробья, улей улья, чай чая, санаторий санатория
        санатории, гений гениев, линия линий, здоровье здоровьем, ущелье ущелий, счастье счастья, крыло крылья, стул
        стулья стульев, лист листья, перо перья, ночь ночью ночам, кровь крови, любовь любви, ложь лжи, рожь ржи, вошь
        вши, лошадь лошадьми, кость костей, вишня вишен, кухня кухонь, башня башен, сказка сказок, девушка девушек,
        чашка чашек, копейка копеек, скамья скамей, свинья свиней, песня песен, кольцо колец, сердце сердец, полотенце
        полотенец, яйцо яиц, ухо уши, глаз глаза глаз, дом дома, профессор профессора профессоров, учитель учителя,
        адрес адреса адресов, поезд поезда поездов, раз раз, солдат солдат, грузин грузин грузины, турок турок турки,
        килограмм килограммов, плечо плечи, колено колени, чудо чудеса, сын сыновей, муж мужей, зять зятья, доктор
        доктора, портной портного, запятая запятой запятую, столовая столовой, животное животных, лисий лисья лисьего,
        синий синяя синего, хороший хорошего, большой большая, Достоевский Достоевского Достоевским, Толстой Толстого,
        Чехов Чехова Чехову Чеховым, Ильин Ильина Ильиным, Маркаряна Маркарян, Саргсян Саргсяна, Ростов Ростова
        Ростове, Киев Киева Киеве, Афины Афин, Альпы Альп, Франция Франции Францией, Париж Парижа Парижем, Рим Риме,
        Тигран Тиграна Тиграну, Илья Ильи Ильёй, Мария Марии Марией, Анна Анны, Никита Никиты, Сергей Сергея Сергеем,
        Игорь Игоря, деньги денег деньгам, часы часов, ножницы ножниц, ворота ворот, каникулы каникул, сутки суток,
        переговоры переговоров, беженец беженца беженцев, боец бойца бойцов, заём займа, наём найма, посол посла
        послов, козёл козла, ковёр ковра, огурец огурца, церковь церквей, рубль рублей, корень корня, парень парня,
        камень камня камней, локоть локтя, ноготь ногтя, осень осени, тётя тётей, дядя дядей, юноша юноши юношей,
        судья судей, староста старосты, поселение поселений, соглашение соглашений, премия премий, встреча встреч,
        туча туч, роща рощ, дача дач, граница границ, таблица таблиц, северянин северяне северян, мусульманин
        мусульмане мусульман мусульманам, христианин христиане, дворянин дворян, парижанин парижане, болгарин болгары
        болгар, темя темени, вымя вымени, бремя бремени, пламя пламенем, жеребёнок жеребята, внучонок внучата,
        медвежонок медвежат, коготь когтя, кашель кашля, дятел дятла, осёл осла ослы, мешок мешка, потолок потолка,
        подарок подарков, японец японцы, индеец индейцев, кореец корейца, гвардеец гвардейцев, ручей ручья ручьи,
        соловей соловьи, случай случаев, сценарий сценариев, станция станций станцией, история историй, мнение мнений,
        побережье побережий, оружие оружием, дверь дверьми дверей, степь степи степью, тетрадь тетради, капля капель,
        пуля пуль, буря бурь, сабля сабель, вафля вафель, тарелка тарелок, ложка ложек, игрушка игрушек, весна вёсен,
        стекло стёкол, ведро вёдер, ребро рёбер, число чисел, кресло кресел, дно доньев, доктор докторов, паспорт
        паспорта, сорт сорта, остров островов острова, лес леса лесов, берег берега берегов, звезда звёзд, зеркало
        зеркала, старый старая старого, синий синего, Булгаков Булгакова Булгаковым, Лермонтов Лермонтову, Анна Анной,
        Кипр Кипра Кипре, Рига Риги Ригу, Варшава Варшаве, Израиль Израиля, Казань Казани, Гомель Гомеля, Алиев Алиева
        Алиевым, Пашинян Пашиняна Пашинянам, Путин Путина Путиным, Эрдоган Эрдоганом, Карабах Карабаха Карабахе, Арцах
        Арцаха
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
        առուներ, լեզու լեզվի լեզվով լեզուներ, հերոս հերոսների, Իրան Իրանի Իրանում, աղջիկ աղջկա աղջկան, ծառ ծառի ծառեր,
        դար դարի դարեր դարերի, բառ բառի բառեր, բերան բերանի, երկիր երկրի երկրներ երկրների երկրում, քաղաք քաղաքի
        քաղաքներ, գյուղ գյուղի գյուղերի գյուղում, պետություն պետության պետությունների պետություններում, խաղաղություն
        խաղաղությամբ, որոշում որոշման որոշումներ որոշմամբ, հանդիպում հանդիպման հանդիպումից, ժողով ժողովի ժողովներ,
        խորհրդարան խորհրդարանի խորհրդարանում, վարչապետ վարչապետի վարչապետը վարչապետներ, փոխնախարար փոխնախարարի, դեսպան
        դեսպանի, բանակ բանակի բանակում, զինվոր զինվորի զինվորներ, սպա սպայի սպաներ, մարտիկ մարտիկի մարտիկների, ուսանող
        ուսանողի ուսանողները, ուսուցիչ ուսուցչի ուսուցիչներ, բժիշկ բժշկի բժիշկների, գրող գրողի գրողները, երգիչ երգչի
        երգիչներ, կաթողիկոս կաթողիկոսի, եպիսկոպոս եպիսկոպոսի, թագավոր թագավորի, թագուհի թագուհու թագուհիներ, վանք
        վանքի վանքում վանքեր, կղզի կղզու կղզիներ կղզում, գետնանցում գետնանցման, ծով ծովի ծովում, լեռնաշղթա
        լեռնաշղթայի, փողոց փողոցի փողոցում, կամուրջ կամրջի կամուրջներ, պատ պատի պատեր, տանիք տանիքի, պատուհան
        պատուհանի, սենյակ սենյակի, գիրք գրքի գրքեր գրքերում, թերթ թերթի թերթեր, հոդված հոդվածի հոդվածներ, լուր լուրի
        լուրեր լրի, միտք մտքի մտքեր, սիրտ սրտի սրտեր, ձեռք ձեռքի ձեռքեր, ոտք ոտքի ոտքեր, աչք աչքի աչքեր, գլուխ գլխի
        գլուխներ, մարմին մարմնի մարմիններ, արյուն արյան, ջուր ջրի ջրեր, հող հողի հողեր, կրակ կրակի, քար քարի քարեր,
        երկինք երկնքի, աստղ աստղի աստղեր, արև արևի, ձյուն ձյան, անձրև անձրևի, քամի քամու, օդ օդի, ամառ ամռանը, գիշեր
        գիշերվա, երեկո երեկոյի երեկոյան, առավոտ առավոտվա առավոտյան, երեխա երեխայի երեխաներ, որդի որդու որդիներ, դուստր
        դստեր, պապ պապի, տատ տատի, քեռի քեռու, հորեղբայր հորեղբոր, տղա տղայի տղաներ տղայից, տեր տիրոջ տերեր, Արցախ
        Արցախի Արցախում, Շուշի Շուշիի Շուշիում, Գյումրի Գյումրու Գյումրիի Գյումրիում, Վանաձոր Վանաձորի, Սիսիան
        Սիսիանի, Կապան Կապանում, Մոսկվա Մոսկվայի Մոսկվայում, Վրաստան Վրաստանի Վրաստանում, Թուրքիա Թուրքիայի
        Թուրքիայից, Սևան Սևանի Սևանում, Արարատ Արարատի, Նիկոլ Նիկոլի, Սարգիս Սարգսի Սարգսին, Գրիգոր Գրիգորի, Մովսես
        Մովսեսի, Անի Անիի, Մարիամ Մարիամի, Հովհաննիսյան Հովհաննիսյանի Հովհաննիսյանը, Մաշտոց Մաշտոցի, Պեկին Պեկինի,
        Տոկիո Տոկիոյի Տոկիոյում, Կատմանդու Կատմանդուի Կատմանդուում, հրադադար հրադադարի, պայմանագիր պայմանագրի
        պայմանագրով պայմանագրեր, ձեռագիր ձեռագրի, ճանապարհ ճանապարհի, հրապարակ հրապարակում, անդամ անդամների, շուկա
        շուկայի շուկաներ, գին գնի գներ, դրամ դրամի, պարտք պարտքի, հարկ հարկի հարկեր, աշխատանք աշխատանքի, գործ գործի
        գործեր, գործարան գործարանում, հիմնադրամ հիմնադրամի, կազմակերպություն կազմակերպության, լրագրող լրագրողների,
        մամուլ մամուլի մամլի, նավ նավի նավեր, ինքնաթիռ ինքնաթիռի, մեքենա մեքենայի մեքենաներ, շաբաթ շաբաթվա, դպրոց
        դպրոցում, հորիզոն հորիզոնի, ոսկի ոսկու, գինի գինով, բանաձև բանաձևի բանաձևեր, նամակ նամակի, զենք զենքի զենքեր,
        ցեղասպանություն ցեղասպանության, անկախություն անկախությունից, սահման սահմանի սահմանում սահմաններ, մատ մատի
        մատներ, քիթ քթի, ունկ ունկի, ականջ ականջի ականջներ, մազ մազի մազեր, շիրիմ շիրիմի, պատիժ պատժի պատիժներ, միջոց
        միջոցի միջոցներ, պատճառ պատճառի պատճառով, կիրք կրքի կրքեր, խումբ խմբի խմբեր խմբերում, բույս բույսի բույսեր,
        հույն հույնի հույներ, զրույց զրույցի, ցույց ցույցի ցույցեր, բույն բնի բներ, ձայն ձայնի ձայներ, այր այրի, թուրք
        թուրքի թուրքեր, ռուս ռուսի ռուսներ, վրացի վրացու վրացիներ վրացիների, գերմանացի գերմանացու, բանվոր բանվորի,
        գյուղացի գյուղացու գյուղացիներին, դերասան դերասանի, դերասանուհի դերասանուհու, եպիսկոպոսություն
        եպիսկոպոսության, սահմանադրություն սահմանադրության սահմանադրությամբ, մշակույթ մշակույթի, հուշարձան հուշարձանի
        հուշարձաններ, թատրոն թատրոնի թատրոնում, ֆիլմ ֆիլմի ֆիլմեր, նկար նկարի նկարներ, երգ երգի երգեր, պար պարի պարեր,
        խաղ խաղի խաղեր, սպառազինում սպառազինման, պաշարում պաշարման պաշարումից, հարձակում հարձակման հարձակումներ
        հարձակմամբ, կոտորած կոտորածի, գաղթ գաղթի, գաղութ գաղութի, սփյուռք սփյուռքի սփյուռքում, եկեղեցի եկեղեցիների,
        վարդապետ վարդապետի, հոգի հոգու հոգիներ, որդի որդուց, հարսանիք հարսանիքի, տոն տոնի տոներ, պասիվ պասիվի, ակտիվ
        ակտիվի, բյուջե բյուջեի բյուջեում, ատելյե ատելյեի, կոմիտե կոմիտեի կոմիտեում, մետրո մետրոյի մետրոյում, ռադիո
        ռադիոյի, Չիլի Չիլիի, Պերու Պերուի Պերուում, Մալի Մալիի, Լոռի Լոռու Լոռիում, Տավուշ Տավուշի Տավուշում, Սյունիք
        Սյունիքի Սյունիքում, Գորիս Գորիսի, Մեղրի Մեղրու Մեղրիում, Ստեփանակերտ Ստեփանակերտում, Լաչին Լաչինի, Նախիջևան
        Նախիջևանում, Կարս Կարսի, Տրապիզոն Տրապիզոնի, Հռոմ Հռոմի Հռոմում, Փարիզ Փարիզի Փարիզից, Լոնդոն Լոնդոնում, Ալիև
        Ալիևի Ալիևին, Պուտին Պուտինի Պուտինը, Փաշինյան Փաշինյանի Փաշինյանից, պայմանադրություն պայմանադրության,
        բռնություն բռնությունների, թշնամի թշնամու թշնամիների, հսկա հսկայի, ծառա ծառայի ծառաներ
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
        travelled travelling, quiz quizzes, echo echoes, diagnosis diagnoses, datum data, ox oxen, tie tying, sheriff
        sheriffs, glass glasses, bush bushes, match matches, quiz quizzes, potato potatoes, video videos, zoo zoos,
        key keys, monkey monkeys, lady ladies, sky skies, spy spies, shelf shelves, loaf loaves, calf calves, scarf
        scarves, wife wives, cliff cliffs, chief chiefs, safe safes, spokesman spokesmen, spokeswoman spokeswomen,
        fisherman fishermen, Frenchman Frenchmen, salesperson salespeople, grandchildren grandchild, louse lice,
        thesis theses, oasis oases, hypothesis hypotheses, phenomenon phenomena, medium media, bacterium bacteria,
        curriculum curricula, stadium stadiums, memorandum memoranda, stimulus stimuli, alumnus alumni, cactus cacti,
        appendix appendices, vertex vertices, matrix matrices, plateau plateaux, formula formulas formulae, larva
        larvae, Kennedy Kennedys Kennedy, German Germans, Turk Turks, Russian Russians, president presidents, senator
        senators, embassy embassies, ministry ministries, treasury treasuries, policy policies, committee committees,
        employee employees, refugee refugees, trustee trustees, wage wages, price prices, prize prizes, bridge
        bridges, language languages, judge judges judged judging, house houses, horse horses, case cases, crime
        crimes, vote votes voted voting, invade invaded invading, attack attacked attacking, sign signed, ratify
        ratified ratifies ratifying, annex annexed annexes, veto vetoes vetoed, ban banned banning, rob robbed
        robbing, commit committed committing, admit admits admitted, occur occurred occurring, control controlled
        controlling, cancel cancelled cancelling canceled, model modelled modeling, beg begged, swim swam swum
        swimming, drink drank drunk, sing sang sung, break broke broken, drive drove driven, freeze froze frozen,
        steal stole stolen, wear wore worn, hide hid hidden, bite bitten bit, feel felt, sleep slept, deal dealt, mean
        meant, lend lent, bend bent, shut shutting, hit hitting, spread spreading, catch caught, bind bound, feed fed,
        flee fled, light lit, sit sat sitting, slide slid, sweep swept, swear swore sworn, understand understood,
        become became, forget forgot forgotten, forgive forgave, overthrow overthrew overthrown, crisis crises, axis
        axes, basis bases, diagnosis diagnoses, fish fishes, people peoples, penny pence pennies, brother brothers,
        half halves, self selves, leaf leaves, ash ashes, church churches, monarch monarchs, epoch epochs, stomach
        stomachs, valley valleys, chimney chimneys, navy navies, colony colonies, enemy enemies, hypothesis
        hypotheses, virus viruses, campus campuses, status statuses, census censuses, gas gases, lens lenses, address
        addresses addressed, business businesses, actress actresses, hostage hostages, witness witnesses witnessed,
        massacre massacres massacred, genocide genocides, village villages, orphan orphans, exile exiles exiled,
        deport deports deported deporting, occupy occupies occupied occupying, destroy destroys destroyed destroying,
        survive survived surviving, negotiate negotiating, accuse accused accusing, refuse refuses refused,
        assassinate assassinated, bomb bombs bombed bombing, shell shells shelled, flee fled fleeing, fight fought
        fighting, win won winning, lead led leading, seek sought seeking, draft drafts drafted, debate debated
        debates, protest protests protested, strike strikes struck striking, ship ships shipped shipping, drop dropped
        dropping, transfer transferred transferring, submit submitted submitting, patrol patrolled patrolling, fulfil
        fulfilled, overcome overcame overcoming, undertake undertook undertaken, outlaw outlaws, gunman gunmen, layman
        laymen, stepchild stepchildren, wolf wolves, thief thieves, belief beliefs, proof proofs, dwarf dwarves,
        ghetto ghettos, cargo cargoes, piano pianos, embargo embargoes, taxi taxis, ski skis skiing, Ottoman Ottomans,
        Assyrian Assyrians, Kurd Kurds, Yezidi Yezidis, Iraqi Iraqis, attorney attorneys, deputy deputies, treaty
        treaties, lawyer lawyers
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
        Сергей Сергеев, Павел Павлов, Василий Васильев, Дмитрий Дмитриев, Алексей Алексеев, Андрей Андреевич, Григорий
        Григорьев, Николай Николаев, Степан Степанов, Борис Борисов, Александр Александров, Фёдор Фёдоров, Пётр
        петровский, Ереван ереванский, Ереван ереванец, Грузия грузинский, Турция турок, Турция турецкий, Азербайджан
        азербайджанец, Азербайджан азербайджанский, Франция французский, Франция француз, Иран иранец, Иран иранский,
        посол посольство, посол посольский, консул консульство, депутат депутатский, сенат сенатор, парламент
        парламентский, парламент парламентарий, премьер премьерство, губернатор губернаторство, царь царство, царь
        царский, король королевство, король королева, епископ епископство, церковь церковный, государство
        государственный, государство государь, народ народный, общество общественный, общество общение, закон
        узаконить, право правовой, право правление, праведник право, власть властный, сила сильный, армия армейский,
        оружие оружейный, оружие вооружение, мир примирение, переговоры переговорщик, переговоры разговоры, встреча
        встречный, встреча встретить, граница пограничник, граница ограничить, экономика экономический, экономика
        экономист, экономика экономия, рубль рублёвый, деньги денежный, цена ценный, цена оценка, рост растение, завод
        заводской, школа школьный, школа школьник, учитель учение, студент студенческий, врач врачебный, болезнь
        больной, писатель писать, книга книжник, язык языковой, литература литературный, искусство искусственный,
        музыка музыкант, история исторический, история историк, наука научный, река речной, озеро озёрный, гора
        горный, море морской, земля земельный, дерево деревня, дерево деревянный, вода водный, огонь огненный, свобода
        свободный, победа победитель, победа победить, развитие развитый, решение решительный, решить решение,
        обсуждение обсудить, независимость независимый, безработица безработный, Роман Романов, Павел Павлович, Семён
        Семёнов, Тимофей Тимофеев, Арсений Арсеньев, Юрий Юрьев, Карабах карабахский, Карабах карабахец, Кипр киприот,
        Казань казанский, Израиль израильский, Израиль израильтянин, Польша поляк, Польша польский, Рига рижанин,
        остров островной, звезда звёздный, лес лесной, степь степной, пламя пламенный, христианин христианство,
        христианин христианский, мусульманин мусульманка, болгарин болгарский, генерал генеральный, комиссар
        комиссариат, комиссия комиссионный, мэр мэрия, секретарь секретариат, директор директорат, редактор редакция,
        диктатор диктатура, террор террорист, террор терроризм, реформа реформатор, кандидат кандидатура, агент
        агентство, спорт спортсмен, спорт спортивный, дипломат дипломатия, дипломат дипломатический, революция
        революционер, оккупация оккупант, эмиграция эмигрант, голос голосовать, голос голосование, договор договорной,
        число численность, число числиться, бой боевой, плен пленный, герой героизм, геноцид геноцидный, народ
        народность, столица столичный, турист туризм, язык язычник, цвет цветок, стол столица, совет советник
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
        Վարդ Վարդան, Արամ Արամյան, Գրիգոր Գրիգորյան, Հովհաննես Հովհաննիսյան, Վազգեն Վազգենյան, Մարգար Մարգարյան,
        Գյումրի գյումրեցի, Վրաստան վրացի, Վրաստան վրացական, Թուրքիա թուրք, Թուրքիա թուրքական, Իրան իրանական, Իրան
        իրանցի, Ադրբեջան ադրբեջանցի, Ադրբեջան ադրբեջանական, Ֆրանսիա ֆրանսիացի, Ֆրանսիա ֆրանսիական, Արցախ արցախցի,
        Արցախ արցախյան, դեսպան դեսպանություն, դեսպան դեսպանատուն, դեսպան դեսպանական, պետ պետություն, պետ պետական,
        պետություն պետական, խորհուրդ խորհրդարան, խորհուրդ խորհրդային, խորհուրդ խորհրդական, խորհրդարան խորհրդարանական,
        բանակ բանակցություն, բանակ բանակային, զինվոր զինվորական, զենք զինված, զենք զինել, թագավոր թագավորություն,
        թագավոր թագավորական, թագավոր թագուհի, եպիսկոպոս եպիսկոպոսություն, եկեղեցի եկեղեցական, ժողով ժողովել, գիր գիրք,
        գիրք գրադարան, գիրք գրքային, լրագիր լրագրող, լրագրող լրագրություն, լեզու լեզվաբան, լեզու լեզվաբանություն,
        գրականություն գրական, երաժշտություն երաժիշտ, արվեստ արվեստագետ, գիտություն գիտական, գիտություն գիտնական,
        պատմություն պատմական, պատմություն պատմաբան, գյուղ գյուղական, գյուղ գյուղատնտես, քաղաք քաղաքապետ, քաղաքապետ
        քաղաքապետարան, քաղաք քաղաքականություն, ազգ ազգային, ազգ ազգություն, հայ հայկական, հայ հայերեն, հայ հայոցի,
        մարդ մարդասեր, երեխա երեխայական, ծով ծովային, գետ գետային, ջուր ջրային, հող հողային, քար քարե, անկախություն
        անկախ, ազատություն ազատ, ազատ ազատություն, խաղաղություն խաղաղ, խաղաղություն խաղաղապահ, որոշում որոշել, որոշում
        որոշակի, հանդիպում հանդիպել, արտահանում արտահանող, տնտեսություն տնտեսական, տնտեսություն տնտես, շուկա
        շուկայական, գին գնային, գին գնել, բժիշկ բժշկական, բժիշկ բժշկություն, ուսանող ուսանողական, ուսանող ուսում,
        դպրոց դպրոցական, աշխատանք աշխատող, աշխատանք աշխատել, գործարան գործարանային, ամառ ամառային, սեր սիրային, հույս
        հուսալ, լույս լուսնի, անուն անվանական, անուն անվանում, Սամվել Սամվելյան, Կարապետ Կարապետյան, Ստեփան Ստեփանյան,
        Լոռի լոռեցի, Տավուշ տավուշցի, Սյունիք սյունեցի, Գորիս գորիսեցի, Կարս կարսեցի, Փարիզ փարիզյան, Փարիզ փարիզեցի,
        Հռոմ հռոմեական, Լոնդոն լոնդոնյան, թշնամի թշնամական, թշնամի թշնամանք, թշնամի թշնամություն, ծառա ծառայություն,
        ծառա ծառայել, գաղութ գաղութային, գաղթ գաղթական, սփյուռք սփյուռքահայ, մշակույթ մշակութային, թատրոն թատերական,
        երգ երգիչ, երգ երգել, պար պարող, խաղ խաղալիք, խաղ խաղացող, նկար նկարիչ, նկար նկարել, հոգի հոգևոր, տոն տոնական,
        վարդապետ վարդապետություն, խումբ խմբագիր, խմբագիր խմբագրություն, խումբ խմբակ, ձայն ձայնային, թուրք թուրքերեն,
        ռուս ռուսական, վրացի վրացական, կոմիտե կոմիտական, պատիժ պատժել, պատիժ պատժիչ, սահմանադրություն սահմանադրական,
        հարձակում հարձակվել, պաշարում պաշարել, դերասան դերասանական, դերասան դերասանուհի, օրենք օրենսդրություն, պաշտոն
        պաշտոնական, պաշտոն պաշտոնյա, պաշտպան պաշտպանություն, պաշտպանություն պաշտպան, դատավոր դատավորական, դատախազ
        դատախազություն, քննիչ քննություն, տնօրեն տնօրինություն, տուն տանիք, մարզ մարզպետ, մարզ մարզային, համայնք
        համայնքային, համայնք համայնական
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
        mission missionary, report reporter, Christ Christian, Paris Parisian, terror terrorist, embassy ambassador,
        diplomat diplomatic, diplomat diplomacy, senate senator, senator senatorial, bishop bishopric, church
        churchman, monarch monarchy, monarch monarchic, empire imperial, empire emperor, democrat democracy, democrat
        democratic, republic republican, federal federation, province provincial, city citizen, citizen citizenship,
        town township, village villager, army armed, arm army, weapon weaponry, soldier soldierly, peace peaceful,
        peace pacific, treaty treatment, treat treaty, treat treatment, settle settlement, settle settler, refuge
        refugee, migrate migration, migrate migrant, occupy occupation, occupy occupant, invade invasion, invade
        invader, assassin assassinate, execute execution, execute executive, legal legality, legal legalize, legislate
        legislation, justice justify, justice just, crime criminal, criminal criminality, prison prisoner, murder
        murderer, thief theft, economy economics, finance financial, industry industrial, industry industrious,
        agriculture agricultural, farm farmer, trade trader, tax taxation, labor laborer, employ employer, employ
        employee, employ employment, music musician, music musical, art artist, art article, history historian,
        history historic, science scientist, science scientific, medicine medical, doctor doctoral, teach teacher,
        school scholar, student studious, friend friendship, friend friendly, brother brotherhood, father fatherland,
        mother motherly, king kingly, queen queenly, strong strongly, weak weakness, dark darkness, happy happiness,
        equal equality, Egypt Egyptian, Iraq Iraqi, France French, Moscow Muscovite, Canada Canadian, Italy Italian,
        Europe European, Asia Asian, Syria Syrian, Lebanon Lebanese, Sweden Swedish, Mars Martian, Christ Christmas,
        Islam Islamic, Islam Islamist, embargo bargain, colony colonial, colony colonist, navy naval, enemy enmity,
        village villain, orphan orphanage, deport deportation, occupy occupier, destroy destruction, destroy
        destroyer, survive survival, survive survivor, accuse accusation, accuse accuser, refuse refusal, protest
        protestant, protest protester, transfer transference, Ottoman ottomanism, Kurd Kurdish, Iraqi Iraq, Turk
        Turkey, Turk Turkish, Assyria Assyrian, attorney torn, deputy deputation, lawyer lawless, hostage hostile,
        genocide genocidal, belief believer, belief believe, wolf wolfish, press pressure, press express, editor
        editorial, edit edition, edit editor, journal journalist, journal journey, public publication, publish
        publisher, nation nationalism, nation nationalist, revolution revolutionary, revolt revolution, military
        militarism, militia militant, general generalize, colonel colonial, captain captaincy, border borderline, mine
        miner, mine mineral, port portable, port porter, sign signature, sign signal, form formal, form formula
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
    """Whether a word of a text is a form of the first one; if they have several parts, in all of them."""
    pairs = list(zip(list_words(word), list_words(other), strict=True))
    return all(first_form_keys(one, lang) & inflection_keys(two, lang) for one, two in pairs)


@pytest.mark.parametrize("lang", FORMS)
def test_all_forms_of_a_word_are_known(lang: str) -> None:
    rows = [row.split() for row in FORMS[lang].split(",")]
    pairs = [(word, form) for word, *forms in rows for form in forms]
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


@pytest.mark.parametrize(
    ("lang", "term", "word"),
    [("hy", "որոշում", "որոշ"), ("hy", "հարցում", "հարցի"), ("ru", "банка", "банком"), ("ru", "Иванова", "Ивановым")],
)
def test_a_term_that_looks_like_a_case_of_another_word_is_none(lang: str, term: str, word: str) -> None:
    assert not are_forms(term, word, lang)
    assert are_forms(term, term, lang)


@pytest.mark.parametrize(("name", "form"), [("министр", "Министров"), ("Альпы", "Альп"), ("Балканы", "Балкан")])
def test_other_words_have_such_plurals_at_the_beginning_of_a_sentence_too(name: str, form: str) -> None:
    assert are_forms(name, form, "ru")
