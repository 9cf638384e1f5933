/// What came of a batch: the results before the first error, and that error.
public struct Attempt: Sendable {
  /// The results in the order of the statements; all of them when there is no error.
  public var results: [Rows]
  /// The first error; then nothing of the batch has been kept.
  public var error: DatabaseError?

  /// An attempt that came to this.
  public init(results: [Rows], error: DatabaseError?) {
    self.results = results
    self.error = error
  }

  /// The results of all statements.
  ///
  /// - Throws: the error.
  public func complete() throws -> [Rows] {
    if let error { throw error }
    return results
  }
}
