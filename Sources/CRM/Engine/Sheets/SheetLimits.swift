/// How much of a workbook is unpacked and held; what a file declares of itself is not believed.
struct SheetLimits: Sendable {
  /// The XML of a sheet; in bytes, as all that follow.
  var sheet = 4 << 30
  /// The XML of the texts that cells share.
  var texts = 2 << 30
  /// The XML of every other part.
  var part = 8 << 20
  /// How many times larger than in the file a part may be.
  var ratio = 200
  /// A part that is not larger may have any ratio.
  var grace = 64 << 20
  /// What the parser of a part may hold.
  var parser = 4 << 20
  /// The shared texts that are held in memory; more of them lie in a temporary file.
  var held = 4 << 20
  /// All cells of a sheet, since one text may stand in many of them.
  var cells = 8 << 30
  /// How many texts cells may share.
  var sharedTexts = 20_000_000

  init() {}

  /// Of a ZIP file: its parts, the bytes of its directory, and the places that look like the end of one.
  static let directory = (entries: 10_000, bytes: 2 << 20, ends: 8)
}
