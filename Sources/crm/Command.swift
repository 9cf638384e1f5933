import ArgumentParser
import CRM
import Cluster
import Configuration

@main
struct Command: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "crm")
}
