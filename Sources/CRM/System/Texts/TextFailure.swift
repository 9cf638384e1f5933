/// Why the text of a file was not read, or not all of it; as `text_reason` of its version says it.
enum TextFailure: String, Error, Sendable {
  /// It is not what it says that it is.
  case damaged
  /// It has a password, or is a compound file as offices wrote them before 2007.
  case encrypted
  case noReader = "no_reader"
  case noText = "no_text"
  case notSupported = "not_supported"
  /// It nests too deep, or declares entities.
  case tooComplex = "too_complex"
  /// Packed or unpacked.
  case tooLarge = "too_large"
  case tooLong = "too_long"
  case tooSlow = "too_slow"
}

extension TextFailure {
  /// What the reader of packed XML says.
  init(_ failure: SheetFailure) {
    self =
      switch failure.code {
      case SheetFailure.encrypted.code: .encrypted
      case SheetFailure.tooLarge("").code: .tooLarge
      case SheetFailure.tooComplex("").code, "document_type": .tooComplex
      default: .damaged
      }
  }
}

/// What a file says, as far as it could be read.
struct FileText: Sendable, Equatable {
  /// As `text_state` of its version says it.
  enum State: String, Sendable {
    case read, partial, unreadable
  }

  let state: State
  /// Nil where all was read.
  let failure: TextFailure?
  /// Empty where nothing was.
  let text: String

  /// - Parameter failure: What ended the reading before the end of the file.
  init(_ text: String, _ failure: TextFailure? = nil) {
    self.text = text
    state = text.isEmpty ? .unreadable : failure == nil ? .read : .partial
    self.failure = text.isEmpty ? failure ?? .noText : failure
  }
}
