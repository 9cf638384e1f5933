import ArgumentParser
import CRM

/// What this program is.
enum Release {
  /// The version of the product.
  static let text = Build.current.version
}

struct Version: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Print the version.")

  func run() { print("crm \(Release.text)") }
}
