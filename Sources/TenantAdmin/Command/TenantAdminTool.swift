internal import ArgumentParser
internal import Flows
internal import Foundation
internal import Logging
internal import Membership
internal import OutboundHTTPClient
internal import Recommend
internal import SmartService
internal import Storefront
package import TenantStore

/// A command of the tool: it returns what it found or did, and prints nothing.
protocol AdminCommand: ParsableCommand {
  var options: CommonOptions { get }
  func run(in session: AdminSession) async throws -> Report
}

/// The `tenant-admin` command.
///
/// A merchant is a folder: `plan` says what applying it would change, `apply` does it and `export`
/// writes it back. The other commands act for the merchant until there is a desk in the browser.
public enum TenantAdminTool {
  /// The modules that this build knows.
  package static let modules: [TenantModule] = [
    StorefrontModule.module(payments: paymentDesk), ShopBoxes.membership, FlowsModule.module,
    RecommendModule.module, SmartServiceModule.module,
  ]

  /// The desk for what commands and jobs ask providers of payments.
  static let paymentDesk = PaymentDesk(
    http: .live,
    variables: ProcessInfo.processInfo.environment
  )

  /// Runs the tool on this process's arguments, environment and terminal.
  ///
  /// - Returns: The exit code of the process.
  public static func run() async -> Int32 {
    LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
    var logger = Logger(label: "tenant-admin")
    logger.logLevel = .error
    let session = AdminSession(
      modules: modules,
      environment: ProcessInfo.processInfo.environment,
      terminal: .standard,
      logger: logger
    )
    let work = Task { await run(Array(CommandLine.arguments.dropFirst()), in: session) }
    let interrupts = Interruption.cancelling(work)
    let status = await work.value
    for interrupt in interrupts { interrupt.cancel() }
    return status.rawValue
  }

  /// Runs one command line.
  package static func run(_ arguments: [String], in session: AdminSession) async -> CommandStatus {
    let command: any ParsableCommand
    do {
      command = try RootCommand.parseAsRoot(arguments)
    } catch {
      return refuse(error, in: session)
    }
    guard let command = command as? any AdminCommand else { return explain(command, in: session) }
    do {
      let report = try await command.run(in: session)
      session.terminal.writeResult(command.options.json ? report.jsonText : report.text)
      return report.status
    } catch {
      let failure = Failure.described(error)
      session.terminal.writeMessage("tenant-admin: \(failure.description)")
      if command.options.json, let report = try? FailureReport(failure, error).report {
        session.terminal.writeResult(report.jsonText)
      }
      return failure.status
    }
  }

  /// Runs a command that only explains: `--help`, or a group without the command in it.
  private static func explain(_ command: any ParsableCommand, in session: AdminSession)
    -> CommandStatus
  {
    guard type(of: command).configuration.subcommands.isEmpty else {
      session.terminal.writeMessage(RootCommand.helpMessage(for: type(of: command)))
      return .usage
    }
    do {
      var command = command
      try command.run()
      return .success
    } catch {
      return refuse(error, in: session)
    }
  }

  /// Help that was asked for is a result; a wrong command line is a failure.
  private static func refuse(_ error: any Error, in session: AdminSession) -> CommandStatus {
    let message = RootCommand.fullMessage(for: error)
    guard RootCommand.exitCode(for: error) == .success else {
      session.terminal.writeMessage(message)
      return .usage
    }
    session.terminal.writeResult(message)
    return .success
  }
}

struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tenant-admin",
    abstract: "Registers merchants from folders and acts for them.",
    discussion: """
      Exit codes: 0 done, 1 failed, 2 a plan with --detailed-exit-code has changes, 64 wrong \
      command line, 65 a file says something wrong, 66 not found, 69 database unavailable, \
      73 a folder cannot be written.
      """,
    version: Release.version,
    subcommands: [
      PlanCommand.self, ApplyCommand.self, ExportCommand.self, TenantsCommand.self,
      OrdersCommand.self, PaymentsCommand.self, ShipmentsCommand.self, ReturnsCommand.self,
      ReviewsCommand.self, StaffCommand.self, MembersCommand.self, ProductsCommand.self,
      PromotionsCommand.self, StockCommand.self, KnowledgeCommand.self, ServiceCommand.self,
      RecommendCommand.self,
      JobsCommand.self,
      PointsCommand.self, TiersCommand.self, SubscriptionsCommand.self,
      OutboxCommand.self, AuditCommand.self, SecretsCommand.self, ModelsCommand.self,
      DatabaseCommand.self,
    ]
  )
}
