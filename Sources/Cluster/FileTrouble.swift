import Foundation

/// What Foundation reports of a file, as a sentence: its own texts are names and numbers of domains.
public struct FileTrouble: CustomStringConvertible {
  /// The file; nil where the error does not name it.
  public let path: String?
  /// Why, in the words of the operating system.
  public let reason: String

  /// Nil for an error that is not about files.
  public init?(_ error: any Error) {
    let error = error as NSError
    guard [NSCocoaErrorDomain, NSPOSIXErrorDomain].contains(error.domain) else { return nil }
    let url = error.userInfo[NSURLErrorKey] as? URL
    path = error.userInfo[NSFilePathErrorKey] as? String ?? url?.path
    guard let code = Self.code(error) else { return nil }
    reason = String(cString: strerror(code))
  }

  /// What is wrong and what to do, in English.
  public var description: String {
    let user = UnixUser.current.name
    return "\(path ?? "A file"): \(reason). "
      + "Check that it exists and that user \(user) may enter its directory and open it "
      + "(ls -ld; chown or chmod it, or name another)."
  }

  /// The `errno` behind it.
  private static func code(_ error: NSError) -> Int32? {
    if error.domain == NSPOSIXErrorDomain { return Int32(error.code) }
    if let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError,
      cause.domain == NSPOSIXErrorDomain
    {
      return Int32(cause.code)
    }
    return switch CocoaError.Code(rawValue: error.code) {
    case .fileNoSuchFile, .fileReadNoSuchFile: ENOENT
    case .fileReadNoPermission, .fileWriteNoPermission: EACCES
    case .fileWriteFileExists: EEXIST
    case .fileWriteOutOfSpace: ENOSPC
    case .fileWriteVolumeReadOnly: EROFS
    case .fileReadInapplicableStringEncoding, .fileReadCorruptFile: EILSEQ
    case .fileReadInvalidFileName, .fileWriteInvalidFileName: EINVAL
    default: nil
    }
  }
}
