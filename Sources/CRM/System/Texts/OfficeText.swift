/// The text of an office file, by its XML; what a file declares of its size is not believed.
enum OfficeText {
  /// - Throws: ``SheetFailure`` for what is damaged, locked, or unpacks to too much; ``TextFailure``.
  static func gather(_ file: Spool, _ gathering: TextGathering) throws {
    let archive = try ZipArchive(file)
    let names = archive.names
    guard let form = OfficeForm(names) else { throw TextFailure.notSupported }
    let bounds = SheetLimits()
    if form == .openDocument { try refuseEncrypted(archive, bounds) }
    for name in form.parts(names) {
      try gathering.check()
      guard let part = try archive.part(name, limit: gathering.limits.part, bounds) else {
        continue
      }
      try XMLReader.read(part, OfficeWords(form, gathering), bounds)
      try gathering.append("\n")
    }
  }

  private static func refuseEncrypted(_ archive: ZipArchive, _ bounds: SheetLimits) throws {
    let manifest = OfficeManifest()
    let name = "META-INF/manifest.xml"
    guard let part = try archive.part(name, limit: bounds.part, bounds) else { return }
    try XMLReader.read(part, manifest, bounds)
    if manifest.isEncrypted { throw TextFailure.encrypted }
  }
}
