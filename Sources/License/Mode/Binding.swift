import Foundation

/// How an instance fits the one that its licence is bound to.
public enum Binding: Sendable, Hashable {
  /// It is the one, or the licence is bound to none.
  case match
  /// It is the one, but some of what witnesses it has changed.
  case soft
  /// It says it is the one, yet nothing else speaks for it; since that day.
  case copy(since: Day)
  /// The licence is bound to another instance; since that day.
  case mismatch(since: Day)

  /// How many days a copy or a mismatch may last.
  public static let patience = 14

  static func refusal(of named: UUID, on own: UUID) -> Refusal {
    let (named, own) = (named.uuidString.lowercased(), own.uuidString.lowercased())
    return Refusal(
      .instance,
      Wording(
        "The file is for the instance \(named), this is \(own). Install it there, or ask the vendor "
          + "to transfer the licence to this instance.",
        ru:
          "Файл выдан на экземпляр \(named), а это \(own). Установите его там или попросите поставщика перенести лицензию на этот экземпляр."
      ), field: "instance.id")
  }
}

extension LicenseGrant {
  /// Whether the licence is for that instance, or for none in particular.
  ///
  /// - Throws: ``Refusal`` with `instance`.
  public func judge(instance own: UUID) throws {
    guard let instance, instance != own else { return }
    throw Binding.refusal(of: instance, on: own)
  }

  /// Whether the list leaves the licence valid on that day.
  ///
  /// - Throws: ``Refusal`` with `revoked`.
  public func judge(revocations: RevocationList?, today: Day) throws {
    guard let revocations,
      let effective = revocations.effective(serial: serial, revision: revision), effective <= today
    else { return }
    throw Refusal(
      .revoked,
      Wording(
        "The licence \(serial) was revoked on \(effective) by the list number \(revocations.sequence). "
          + "Ask the vendor for a licence that is valid.",
        ru:
          "Лицензия \(serial) отозвана \(effective) списком номер \(revocations.sequence). Запросите у поставщика действующую лицензию."
      ))
  }

  /// Whether this revision may take the place of the installed one: it is of another serial, higher or the same and
  /// signed no earlier, or takes back exactly that one.
  ///
  /// - Throws: ``Refusal`` with `rollback`.
  public func judge(replacing installed: LicenseGrant?) throws {
    guard let installed, installed.serial == serial, corrects != installed.revision,
      revision < installed.revision || issued < installed.issued
    else { return }
    throw Refusal(
      .rollback,
      Wording(
        "The file is revision \(revision) of \(serial); revision \(installed.revision) of "
          + "\(Instant.text(installed.issued)) is installed. Use the newest file; if the vendor "
          + "means to take that one back, ask for a correction.",
        ru:
          "Файл содержит редакцию \(revision) лицензии \(serial), а уже установлена редакция \(installed.revision) от \(Instant.text(installed.issued)). Возьмите самый новый файл; если поставщик отзывает её, запросите исправление."
      ))
  }
}
