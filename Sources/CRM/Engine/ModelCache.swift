import NIOCore
import Synchronization

/// What has been derived from a model and is asked for again and again; gone with the model.
final class ModelCache: Sendable {
  private let selections = Mutex<[String: Selection]>([:])
  private let records = Mutex<[String: RecordStatement]>([:])

  private let description = Mutex<PublishedDocument?>(nil)
  /// Clients choose fields as they like, but few choices are made often.
  private static let maximumRecords = 1000

  func document(_ make: () throws -> JSON) throws -> PublishedDocument {
    if let known = description.withLock({ $0 }) { return known }
    let made = PublishedDocument(try make())
    description.withLock { $0 = made }
    return made
  }

  func selection(_ key: String, _ make: () throws -> Selection) rethrows -> Selection {
    if let known = selections.withLock({ $0[key] }) { return known }
    let made = try make()
    selections.withLock { $0[key] = made }
    return made
  }

  func record(_ key: String, _ make: () throws -> RecordStatement) rethrows -> RecordStatement {
    if let known = records.withLock({ $0[key] }) { return known }
    let made = try make()
    records.withLock { records in
      if records.count >= Self.maximumRecords { records.removeAll() }
      records[key] = made
    }
    return made
  }
}
