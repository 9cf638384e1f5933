/// Other names under which files have the fields, and the choices of fields, of clients.
enum ImportWords {
  static let all: [String: [String]] = [
    "name": [
      "company name", "company", "customer", "client", "supplier", "account", "vendor",
      "organization", "full name", "customer name", "supplier name", "наименование",
      "организация", "компания", "контрагент", "клиент", "поставщик", "фио",
    ],
    "inn": ["tax number", "tax id", "vat id", "инн", "инн контрагента"],
    "kpp": ["кпп"], "ogrn": ["огрн", "огрнип"],
    "email": ["e-mail", "mail", "email address", "почта", "эл. почта", "электронная почта"],
    "phone": ["tel", "telephone", "phone number", "mobile", "телефон", "тел.", "моб."],
    "website": ["site", "url", "web", "homepage", "сайт"],
    "country": ["страна"], "code": ["код"],
    "notes": ["comment", "remarks", "примечание", "комментарий"],
    "external_key": ["id", "key", "customer id", "supplier id", "ключ", "номер"],
  ]
}
