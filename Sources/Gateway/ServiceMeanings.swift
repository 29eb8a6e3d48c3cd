internal import Foundation
internal import Logging
internal import SmartService
internal import TenantStore

extension ServiceDesk {
  /// A desk that reads meanings with the installed models, and says in the log by what it answers.
  ///
  /// A model that is broken keeps nobody from being answered: words and rules are always there.
  static func reading(_ models: ModelStore?, logger: Logger) -> Self {
    guard let models, !models.installed().isEmpty else {
      logger.info("customer service finds answers by words; no model of sentences is installed")
      return Self()
    }
    do throws(ModelFileError) {
      let ports = try AnswerPorts.builtIn(models: models)
      let names = models.installed().map { "\($0.id) \($0.version)" }.joined(separator: ", ")
      logger.info(
        "customer service reads meanings",
        metadata: ["models": "\(names)", "folder": "\(models.folder.path)"]
      )
      return Self(ports: ports, meanings: .beside { event in log(event, logger) })
    } catch {
      logger.error(
        "a model of sentences cannot be read; customer service finds answers by words",
        metadata: ["error": "\(error)"]
      )
      return Self()
    }
  }

  private static func log(_ event: MeaningPlan.Event, _ logger: Logger) {
    switch event {
    case .ready(let tenant, let wordings, let bytes, let took):
      logger.info(
        "customer service finds answers by meaning",
        metadata: [
          "tenant": "\(tenant)", "wordings": "\(wordings)",
          "megabytes": "\(megabytes(bytes))", "seconds": "\(took.components.seconds)",
        ]
      )
    case .tooLarge(let tenant, let wordings, let bytes, let limit):
      logger.warning(
        "no room for the meanings of this knowledge; its answers are found by words",
        metadata: [
          "tenant": "\(tenant)", "wordings": "\(wordings)",
          "megabytes": "\(megabytes(bytes))", "limit": "\(megabytes(limit))",
        ]
      )
    }
  }

  private static func megabytes(_ bytes: Int) -> String {
    String(format: "%.1f", Double(bytes) / 1_048_576)
  }
}
