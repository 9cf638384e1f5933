/// Takes what people read out of a part of an office file.
final class OfficeWords: XMLHandler {
  private let form: OfficeForm
  private let gathering: TextGathering
  /// How deep it is in tags whose text is read, and in those of which nothing is.
  private var open = 0
  private var hidden = 0
  /// Of a cell: the number of a shared text says nothing.
  private var isShared = false

  init(_ form: OfficeForm, _ gathering: TextGathering) {
    (self.form, self.gathering) = (form, gathering)
  }

  func begin(_ name: String, _ attributes: XMLAttributes) throws {
    try gathering.look()
    if hidden > 0 || form.isHidden(name) {
      hidden += 1
      return
    }
    if form == .sheets, name == "c" { isShared = attributes["t"] == "s" }
    if form.isText(name) { open += 1 }
    if let space = form.space(begins: name) { try gathering.append(space) }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws {
    guard open > 0, hidden == 0, !isShared else { return try gathering.look() }
    try gathering.append(bytes)
  }

  func end(_ name: String) throws -> Bool {
    if hidden > 0 {
      hidden -= 1
      return false
    }
    if form.isText(name) { open -= 1 }
    if form == .sheets, name == "c" { isShared = false }
    if let space = form.space(ends: name) { try gathering.append(space) }
    return false
  }
}

/// Whether a manifest of an OpenDocument file tells of parts that need a password.
final class OfficeManifest: XMLHandler {
  private(set) var isEncrypted = false

  func begin(_ name: String, _ attributes: XMLAttributes) throws {
    if name == "encryption-data" { isEncrypted = true }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws {}
  func end(_ name: String) throws -> Bool { false }
}
