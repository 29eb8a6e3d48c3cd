internal import ArgumentParser
internal import Recommend
internal import TenantStore

struct EvaluateRecommendationsCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Fits models to what the shop knows now, and says what they are worth; keeps none.",
    discussion: """
      Taste is judged by a tenth of everybody's items that were held out, beside what is popular; a \
      candidate that waits, by what people took since; needs, by what was bought in the last 90 days.
      """
  )

  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let found = try await session.withRecommendWork(of: tenant.tenant, options) { work in
      try await work.recommender.evaluate(work.snapshot, work.reading) { step in
        session.report("\(step.rawValue) …")
      }
    }
    var table = Table("FIGURE", "VALUE>")
    for figure in found.figures {
      table.add(figure.name, Self.written(figure.value))
    }
    return try Report(
      Dictionary(found.figures.map { ($0.name, $0.value) }) { first, _ in first },
      text: table.text(ifEmpty: "There is nothing to learn from yet.")
    )
  }

  /// Four decimals of a share, a whole number as it is.
  private static func written(_ value: Double) -> String {
    if value.rounded() == value, abs(value) < 1e15 { return "\(Int(value))" }
    let parts = Int((abs(value) * 10_000).rounded())
    let rest = "\(parts % 10_000)"
    return (value < 0 ? "-" : "") + "\(parts / 10_000)."
      + String(repeating: "0", count: 4 - rest.count) + rest
  }
}
