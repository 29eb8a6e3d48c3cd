internal import ArgumentParser
internal import Foundation
internal import Logging
internal import Metrics
internal import TenantWeb

/// The `gateway` command.
public enum GatewayTool {
  /// Serves with this process's arguments and environment until it is told to stop.
  ///
  /// - Returns: The exit code of the process.
  public static func run() async -> Int32 {
    // A reader of the output, or a visitor, that goes away must not end the server.
    signal(SIGPIPE, SIG_IGN)
    MemoryService.shareHeaps()
    do {
      var configuration = try configuration(
        Array(CommandLine.arguments.dropFirst()),
        environment: ProcessInfo.processInfo.environment
      )
      let metrics = PrometheusMetrics()
      MetricsSystem.bootstrap(metrics)
      configuration.web.metrics = metrics
      try await GatewayProcess(
        configuration,
        logger: logger(configuration.logLevel),
        announce: { write($0, to: .standardOutput) }
      ).run()
      return 0
    } catch let failure as GatewayFailure {
      write("gateway: \(failure.description)", to: .standardError)
      return failure.status
    } catch {
      let code = GatewayOptions.exitCode(for: error)
      let handle = code == .success ? FileHandle.standardOutput : .standardError
      write(GatewayOptions.fullMessage(for: error), to: handle)
      return code.rawValue
    }
  }

  /// What a command line and an environment say together.
  package static func configuration(_ arguments: [String], environment: [String: String]) throws
    -> GatewayConfiguration
  {
    try GatewayOptions.parse(arguments).configuration(environment)
  }

  private static func logger(_ level: Logger.Level) -> Logger {
    LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
    var logger = Logger(label: "gateway")
    logger.logLevel = level
    return logger
  }

  private static func write(_ text: String, to handle: FileHandle) {
    try? handle.write(contentsOf: Data((text + "\n").utf8))
  }
}
