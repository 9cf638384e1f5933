/// Why the mode is what it is, in words; the codes are those of `licensing.judge`.
enum LicenseReasons {
  /// The sentence for a reason with its day, if it has one.
  static func words(_ code: String, _ day: String) -> Text {
    all[code].map {
      Text($0.en.replacing("{day}", with: day), ru: $0.ru.replacing("{day}", with: day))
    }
      ?? Text(code, ru: code)
  }

  /// Every code that there is.
  static let all: [String: Text] = [
    "ending": Text(
      "The licence runs until {day}. Order its renewal from the vendor.",
      ru: "Лицензия действует до {day}. Закажите продление у поставщика."),
    "grace": Text(
      "The licence has ended. Everything works until {day}; then records can only be read and exported. Install a renewed one.",
      ru:
        "Лицензия закончилась. Всё работает до {day}, затем данные можно будет только читать и выгружать. Установите продлённую."
    ),
    "ended": Text(
      "The licence and its grace ended on {day}: records can only be read and exported. Install a renewed one; it takes effect at once.",
      ru:
        "Лицензия и льготный срок закончились {day}: данные можно только читать и выгружать. Установите продлённую; она подействует сразу."
    ),
    "revocation_ahead": Text(
      "The licence is revoked from {day} on. Ask the vendor why, and for a valid one.",
      ru: "Лицензия будет отозвана {day}. Узнайте причину у поставщика и запросите действующую."),
    "revoked": Text(
      "The licence is revoked since {day}: records can only be read and exported. Ask the vendor for a valid one.",
      ru:
        "Лицензия отозвана с {day}: данные можно только читать и выгружать. Запросите у поставщика действующую."
    ),
    "key_revoked": Text(
      "The key that signed the licence is revoked: records can only be read and exported. Ask the vendor for a new file.",
      ru:
        "Ключ, которым подписана лицензия, отозван: данные можно только читать и выгружать. Запросите у поставщика новый файл."
    ),
    "other_instance": Text(
      "The licence is for another instance: records can only be read and exported. Ask the vendor for a transfer.",
      ru:
        "Лицензия выдана другому экземпляру: данные можно только читать и выгружать. Запросите у поставщика перенос."
    ),
    "copy": Text(
      "This is a copy of a database or it has moved. Until {day} everything works: say with crm license claim whether it has moved or is for trying out.",
      ru:
        "Это копия базы, или база переехала. До {day} всё работает: укажите командой crm license claim, переезд это или тестовая копия."
    ),
    "copy_unresolved": Text(
      "Since {day} nobody has said whether this copy has moved or is for trying out: records can only be read and exported. Say it with crm license claim.",
      ru:
        "С {day} не указано, переезд это или тестовая копия: данные можно только читать и выгружать. Укажите командой crm license claim."
    ),
    "test_copy": Text(
      "This instance is for trying out until {day}. Begin its time anew with crm license claim test.",
      ru: "Этот экземпляр тестовый до {day}. Начать срок заново: crm license claim test."),
    "test_ended": Text(
      "The time to try this instance out ended on {day}: records can only be read and exported. Begin it anew with crm license claim test.",
      ru:
        "Срок тестового экземпляра закончился {day}: данные можно только читать и выгружать. Начать заново: crm license claim test."
    ),
    "clock_behind": Text(
      "The machine's clock is behind {day}, which has been already. Set it right; no day is lost or gained.",
      ru:
        "Часы машины отстают от {day}, который уже был. Исправьте их; дни не теряются и не прибавляются."
    ),
    "clock_ahead": Text(
      "The machine's clock has leapt to {day}; for the licence that counts when three days speak for it. Check the clock.",
      ru:
        "Часы машины прыгнули на {day}; для лицензии это считается, когда подтвердится за три дня. Проверьте часы."
    ),
    "build": Text(
      "The licence covers what was released until {day}, and the version that runs is newer. It goes on; a newer one will not start. Ask the vendor for maintenance.",
      ru:
        "Лицензия покрывает выпущенное до {day}, а работающая версия новее. Она продолжает работать; более новая не запустится. Запросите сопровождение у поставщика."
    ),
    "outside_network": Text(
      "Within 24 hours, last on {day}, somebody has signed in from outside of the site's networks; crm license events tells who. Everything works. Ask the vendor to add a network that is the site's.",
      ru:
        "За последние 24 часа, последний раз {day}, кто-то вошёл не из сетей площадки; кто — покажет crm license events. Всё работает. Если сеть принадлежит площадке, попросите поставщика её добавить."
    ),
    "over": Text(
      "Since {day} more seats are held than bought. Nobody is thrown out and nobody new gets in. Release seats, or buy more.",
      ru:
        "С {day} занято больше мест, чем куплено. Никого не отключают, но новых не пускают. Освободите места или купите ещё."
    ),
    "over_long": Text(
      "For more than 30 days, since {day}, more seats are held than bought: no account is made or unlocked. Release seats, or buy more.",
      ru:
        "Более 30 дней, с {day}, занято больше мест, чем куплено: учётные записи не создаются и не разблокируются. Освободите места или купите ещё."
    ),
  ]
}
