import CRM
import Postgres
import Support

extension Subject {
  static let salesContracts: [String: Subject] = [:]
}

extension VerbCase {
  static let salesContracts: [String: VerbCase] = [:]
}

extension ScopeRow {
  static let salesContracts: [ScopeRow] = []
}
