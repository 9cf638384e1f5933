"""Words of the demonstration data: all names are made up, places are real."""

# code, name, parent
DEPARTMENTS = [
    ("company", "Северный торговый дом / Northern Trading House", ""),
    ("sales", "Продажи / Sales", "company"),
    ("sales-msk", "Продажи, Москва / Sales, Moscow", "sales"),
    ("sales-spb", "Продажи, Санкт-Петербург / Sales, St Petersburg", "sales"),
    ("purchasing", "Закупки / Purchasing", "company"),
    ("finance", "Финансы / Finance", "company"),
    ("hr", "Персонал / HR", "company"),
    ("support", "Поддержка / Support", "company"),
]

# login, name, department, role template, language
ACCOUNTS = [
    ("orlova", "Орлова Марина Сергеевна", "sales", "head_of_department", "ru"),
    ("belov", "Белов Артём Игоревич", "sales-msk", "head_of_department", "ru"),
    ("sokolova", "Соколова Анна Павловна", "sales-msk", "sales", "ru"),
    ("carter", "Emily Carter", "sales-msk", "sales", "en"),
    ("lebedev", "Лебедев Никита Олегович", "sales-spb", "head_of_department", "ru"),
    ("morozova", "Морозова Ольга Викторовна", "sales-spb", "sales", "ru"),
    ("volkov", "Волков Денис Андреевич", "sales-spb", "sales", "ru"),
    ("egorov", "Егоров Павел Дмитриевич", "purchasing", "purchasing", "ru"),
    ("weber", "Jonas Weber", "purchasing", "purchasing", "en"),
    ("zaitseva", "Зайцева Инна Львовна", "finance", "accountant", "ru"),
    ("kuznetsova", "Кузнецова Вера Ильинична", "hr", "hr", "ru"),
    ("nikitin", "Никитин Глеб Романович", "support", "read_only", "ru"),
]

# code, name, parent
GROUPS = [
    ("customers", "Покупатели / Customers", ""),
    ("retail", "Розничные сети / Retail chains", "customers"),
    ("wholesale", "Оптовики / Wholesalers", "customers"),
    ("horeca", "Гостиницы и рестораны / Hotels and restaurants", "customers"),
    ("suppliers", "Поставщики / Suppliers", ""),
    ("producers", "Производители / Producers", "suppliers"),
    ("carriers", "Перевозчики / Carriers", "suppliers"),
    ("partners", "Партнёры / Partners", ""),
]

TAGS = [
    ("vip", "VIP", "#b8860b"),
    ("exhibition", "Выставка 2025 / Exhibition 2025", "#3366cc"),
    ("seasonal", "Сезонный / Seasonal", "#2e8b57"),
    ("debtor", "Просрочка / Overdue", "#b22222"),
    ("export", "Экспорт / Export", "#6a5acd"),
    ("new", "Новый / New", "#20b2aa"),
]

# city, region, calling code, first digits of the postal code
RUSSIAN_CITIES = [
    ("Москва", "Москва", "495", "101"),
    ("Санкт-Петербург", "Санкт-Петербург", "812", "190"),
    ("Казань", "Республика Татарстан", "843", "420"),
    ("Екатеринбург", "Свердловская область", "343", "620"),
    ("Новосибирск", "Новосибирская область", "383", "630"),
    ("Нижний Новгород", "Нижегородская область", "831", "603"),
    ("Самара", "Самарская область", "846", "443"),
    ("Краснодар", "Краснодарский край", "861", "350"),
    ("Ростов-на-Дону", "Ростовская область", "863", "344"),
    ("Воронеж", "Воронежская область", "473", "394"),
    ("Пермь", "Пермский край", "342", "614"),
    ("Мурманск", "Мурманская область", "815", "183"),
    ("Архангельск", "Архангельская область", "818", "163"),
    ("Калининград", "Калининградская область", "401", "236"),
    ("Тверь", "Тверская область", "482", "170"),
]

# country, currency, language, legal form, city, prefix of phones, pattern of the postal code
ABROAD = [
    ("DE", "EUR", "de", "GmbH", "Hamburg", "+49 40", "20###"),
    ("DE", "EUR", "de", "AG", "Leipzig", "+49 341", "04###"),
    ("PL", "PLN", "pl", "Sp. z o.o.", "Gdańsk", "+48 58", "80-###"),
    ("IT", "EUR", "it", "S.r.l.", "Torino", "+39 011", "101##"),
    ("FR", "EUR", "fr", "SARL", "Lyon", "+33 4", "690##"),
    ("GB", "GBP", "en", "Ltd", "Leeds", "+44 113", "LS1 #AB"),
    ("US", "USD", "en", "Inc.", "Portland", "+1 503", "972##"),
    ("CN", "CNY", "zh", "Co., Ltd", "Ningbo", "+86 574", "3150##"),
    ("TR", "TRY", "tr", "A.Ş.", "İzmir", "+90 232", "35###"),
    ("KZ", "KZT", "ru", "ТОО", "Алматы", "+7 727", "0500##"),
    ("BY", "BYN", "ru", "ООО", "Минск", "+375 17", "2200##"),
    ("IN", "INR", "en", "Pvt Ltd", "Pune", "+91 20", "4110##"),
]

FORMS = {
    "ООО": "Общество с ограниченной ответственностью",
    "АО": "Акционерное общество",
    "ПАО": "Публичное акционерное общество",
}

FIRST = (
    "Север Балт Волга Урал Нева Онега Ладога Кама Печора Двина Аврора Полюс Карелия Поморье"
    " Янтарь Гранит Маяк Якорь Парус Причал Заря Рассвет Восход Берёза Кедр Ромашка Василёк"
    " Рябина Калина Клюква"
).split()
SECOND = (
    "торг снаб сервис пром строй маш продукт опт логистик транс рыба лес хлеб молоко дом мебель"
    " текстиль инструмент кабель упаковка"
).split()
FOREIGN_FIRST = (
    "North Baltic Arctic Polar Amber Harbour Lighthouse Anchor Cedar Birch Heather Granite Silver"
    " Copper River Lake Island Meadow Falcon Heron"
).split()
FOREIGN_SECOND = (
    "Trading Foods Timber Textiles Tools Logistics Packaging Machines Fisheries Furniture Supplies"
    " Paper Glass Ceramics Dairy"
).split()
SURNAMES = (
    "Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов Волков"
    " Алексеев Лебедев Семёнов Егоров Павлов Козлов Степанов Николаев Орлов Андреев Макаров Никитин"
    " Захаров Зайцев Соловьёв Борисов Яковлев Григорьев"
).split()
MEN = "Александр Сергей Дмитрий Андрей Алексей Максим Евгений Иван Михаил Николай Пётр Фёдор".split()
WOMEN = "Анна Мария Елена Ольга Наталья Татьяна Ирина Екатерина Светлана Юлия Вера Дарья".split()
FATHERS = (
    "Александров Сергеев Дмитриев Андреев Максимов Иванов Николаев Петров Фёдоров Викторов"
).split()
FOREIGN_NAMES = "Anna James Maria Thomas Laura Peter Sofia Martin Elena David Julia Simon".split()
FOREIGN_SURNAMES = (
    "Schmidt Kowalski Rossi Moreau Taylor Johnson Wang Yılmaz Brown Fischer Nowak Conti Laurent"
    " Evans Miller Zhang Demir Patel"
).split()
POSITIONS = (
    "Генеральный директор|Коммерческий директор|Главный бухгалтер|Менеджер по закупкам"
    "|Начальник склада|Логист|Инженер|Секретарь"
).split("|")
FOREIGN_POSITIONS = (
    "Managing Director|Sales Manager|Purchasing Manager|Accountant|Logistics Manager|Engineer"
).split("|")
STREETS = "Ленина Мира Садовая Портовая Заводская Лесная Набережная Советская Полевая Северная".split()

# kind, direction, longest duration in minutes, subjects, outcomes
TALK = {
    "call": (("in", "out"), 25, (
        "Уточнение заказа", "Вопрос по оплате", "Согласование цены", "Доставка", "Delivery date",
        "Price enquiry"), ("договорились", "перезвонить", "не дозвонились", "agreed")),
    "email": (("in", "out"), 0, (
        "Коммерческое предложение", "Счёт на оплату", "Акт сверки", "Quotation", "Price list",
        "Complaint"), ("отправлено", "ждём ответа", "sent")),
    "meeting": (("out",), 120, (
        "Встреча в офисе", "Показ образцов", "Переговоры о договоре", "Quarterly review"),
        ("договор подписан", "нужен расчёт", "next meeting agreed")),
    "message": (("in", "out"), 0, ("Напоминание", "Фото образца", "Reminder"), ("прочитано", "")),
    "note": (("",), 0, ("Заметка о клиенте", "Смена руководства", "Competitor seen"), ("",)),
}
