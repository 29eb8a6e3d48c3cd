internal import ArgumentParser
internal import DelimitedText
internal import Foundation
internal import Recommend
internal import Storefront
internal import TenantStore

struct ForecastCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: "Asks for demand forecasts now instead of at night; the gateway's worker does it.",
    discussion: "With --wait the command ends with the job, and shows how far it has come."
  )

  @Flag(help: "Wait until the job has ended, and show how far it has come.") var wait = false
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    try await session.withRecommendations(of: tenant.tenant, options) { database, snapshot in
      let job = try await database.transaction(for: snapshot.id) {
        try await SupplyPlanner().requestForecasts(in: $0)
      }
      return try await session.asked(
        for: job,
        wait: wait,
        in: database,
        snapshot,
        text: "Forecasts are asked for as \(job)."
      )
    }
  }
}

struct BacktestCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract:
      "Says how well the shop's latest weeks would have been foretold, and what stock buys.",
    discussion: "Nothing is kept. Four weeks are held back; ordering is replayed over 26 weeks."
  )

  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let report = try await session.withRecommendWork(of: tenant.tenant, options) { work in
      try await work.supply.backtest(work.snapshot, work.reading) {
        session.report($0 == 0 ? "reading sales …" : "replaying the past …")
      }
    }
    var lines: [String] = []
    if let test = report.backtest {
      lines += [
        "Four weeks held back, \(test.series) articles at places:",
        "  error by what was sold      \(Self.percent(test.error))",
        "  the same by the last month  \(Self.percent(test.usualError))",
        "  too high or low in all      \(Self.percent(test.bias))",
        "  within the band of 90 %     \(Self.percent(test.withinBand))",
        "  at or below the 80 % level  \(Self.percent(test.belowHigh))", "",
      ]
    } else {
      lines.append("There are too few weeks of sales to hold some back.")
    }
    var table = Table("SERVICE", "WEEKS OF STOCK>", "WEEKS WITH A LACK>")
    for point in report.frontier {
      table.add(
        point.service.map(Self.percent) ?? "rule of thumb",
        Self.tenths(point.weeks),
        Self.percent(point.stockOuts)
      )
    }
    lines.append(table.text(ifEmpty: "The past is too short to replay orders."))
    return try Report(report, text: lines.joined(separator: "\n"))
  }

  private static func tenths(_ value: Double) -> String {
    let tenths = Int((abs(value) * 10).rounded())
    return "\(value < 0 && tenths > 0 ? "-" : "")\(tenths / 10).\(tenths % 10)"
  }

  private static func percent(_ share: Double) -> String { "\(tenths(share * 100)) %" }
}

struct ReplenishCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "replenish",
    abstract: "Says what to order this week and why, or writes it to a file to send.",
    discussion: "By the latest forecasts and the stock of this moment; nothing is ordered."
  )

  private struct Shown: Encodable {
    let sku: String
    let location: String
    let order: Int
    let onHand: Int
    let onTheWay: Int
    let leadDays: Int
    let expected: Double
    let target: Int
    let pack: Int
    let coverDays: Int?
    let cost: String?
    let urgency: String
    let limits: [String]
  }

  @Option(help: ArgumentHelp("The most that orders may cost, as 5000.00.", valueName: "amount"))
  var budget: String?
  @Option(help: ArgumentHelp("Only for this place.", valueName: "location")) var location: String?
  @Option(help: ArgumentHelp("Write the orders to this file, comma-separated.", valueName: "file"))
  var output: String?
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let (plan, names, currency) = try await session.withRecommendWork(of: tenant.tenant, options) {
      work in
      let currency = work.snapshot.currency
      let most = try budget.map { text in
        guard let money = try? Money(decimal: text, currency: currency), money.minorUnits >= 0
        else {
          throw AdminError(.usage, "--budget \(text) is no amount in \(currency.code)")
        }
        return money.minorUnits
      }
      guard let (plan, _) = try await work.supply.plan(budget: most, work.snapshot, work.reading)
      else {
        throw AdminError(
          .notFound,
          "\(tenant.tenant) has no forecasts yet; run: tenant-admin recommend forecast"
        )
      }
      let names = try await work.reading.skuNames(
        of: plan.proposals.filter { $0.quantity > 0 }.map(\.article),
        in: ShopView(work.snapshot)
      )
      return (plan, Dictionary(names.map { ($0.code, $0.name) }) { first, _ in first }, currency)
    }
    if let output {
      let bytes = plan.orderList(names: names, in: currency, place: location)
      do { try Data(bytes).write(to: URL(filePath: output)) } catch {
        throw AdminError(.cannotWrite, "\(output) cannot be written")
      }
    }
    let orders = plan.proposals.filter {
      $0.quantity > 0 && (location ?? $0.place) == $0.place
    }
    return try Report(
      orders.map { shown($0, currency) },
      text: output.map { "\(orders.count) orders are written to \($0)." }
        ?? table(orders, names, currency)
    )
  }

  private func money(_ minor: Int64?, _ currency: Currency) -> String? {
    minor.map { Money(minorUnits: $0, currency: currency).decimal }
  }

  private func shown(_ proposal: OrderProposal, _ currency: Currency) -> Shown {
    Shown(
      sku: proposal.article,
      location: proposal.place,
      order: proposal.quantity,
      onHand: proposal.onHand,
      onTheWay: proposal.onTheWay,
      leadDays: proposal.leadDays,
      expected: (proposal.expected * 10).rounded() / 10,
      target: proposal.target,
      pack: proposal.pack,
      coverDays: proposal.coverDays,
      cost: money(proposal.cost, currency),
      urgency: "\(proposal.urgency)",
      limits: proposal.limits.map(\.rawValue).sorted()
    )
  }

  private func table(_ orders: [OrderProposal], _ names: [String: String], _ currency: Currency)
    -> String
  {
    var table = Table(
      "SKU",
      "NAME",
      "LOCATION",
      "ORDER>",
      "ON HAND>",
      "ON WAY>",
      "DAYS LEFT>",
      "TARGET>",
      "COST>",
      "URGENCY",
      "LIMITS"
    )
    for order in orders {
      table.add(
        order.article,
        names[order.article] ?? "",
        order.place,
        "\(order.quantity)",
        "\(order.onHand)",
        "\(order.onTheWay)",
        order.coverDays.map { "\($0)" } ?? "",
        "\(order.target)",
        money(order.cost, currency) ?? "",
        "\(order.urgency)",
        order.limits.map(\.rawValue).sorted().joined(separator: " ")
      )
    }
    return table.text(ifEmpty: "Nothing needs an order.")
  }
}

struct ImportSalesCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "import-sales",
    abstract: "Takes in what was sold before the shop came here: sku, location, day, units.",
    discussion: """
      The day is like 2026-11-22. A day of an article at a place that is told again is replaced; the \
      shop's own orders count besides and are not to be told.
      """
  )

  @Argument(help: "The file, comma-separated with a header.") var file: String
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw AdminError(.notFound, "\(file) is no file that can be read")
    }
    let table: DelimitedTable
    do {
      table = try DelimitedTable(
        csv: [UInt8](data),
        required: ["sku", "location", "day", "units"]
      )
    } catch {
      throw AdminError(.badData, "\(file): \(error)")
    }
    let sold = try table.records.filter { !$0.isBlank }.map { record -> SoldUnits in
      let style = Date.ISO8601FormatStyle.iso8601.year().month().day()
      guard let date = try? style.parse(record["day"]), let units = Int(record["units"]),
        (1...1_000_000).contains(units)
      else {
        throw AdminError(
          .badData,
          "\(file):\(record.line): day must be like 2026-11-22 and units 1 to 1000000"
        )
      }
      return SoldUnits(
        article: record["sku"],
        place: record["location"],
        day: Int(date.timeIntervalSince1970 / 86_400),
        units: units
      )
    }
    try await session.withRecommendations(of: tenant.tenant, options) { database, snapshot in
      let step = 5_000
      for start in stride(from: 0, to: sold.count, by: step) {
        session.report("\(start) of \(sold.count)")
        let some = Array(sold[start..<min(start + step, sold.count)])
        try await database.transaction(for: snapshot.id) {
          try await SupplyPlanner().recordPastSales(some, in: $0)
        }
      }
    }
    return try Report(["days": sold.count], text: "\(sold.count) days are kept.")
  }
}
