/// How much is spent on the text of one file.
struct TextLimits: Sendable {
  /// A larger file is not read; in bytes, as all that follow.
  var file = 64 << 20
  /// Of text in UTF-8; the database keeps its first million characters.
  var text = 4 << 20
  /// Of one part of a packed file, unpacked.
  var part = 256 << 20
  /// Of a message with its attachments.
  var mail = 32 << 20
  /// What a program may have of memory.
  var memory = 1 << 30
  var time = Duration.seconds(30)
}
