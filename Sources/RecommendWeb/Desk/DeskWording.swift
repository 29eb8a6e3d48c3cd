internal import Foundation
internal import Recommend
internal import TenantStore
internal import TenantWeb

/// How the desk of demand writes numbers, days and money.
struct DeskWording {
  let frame: DeskFrame

  private var texts: LocalTexts { frame.texts }

  /// A day of the calendar, counted since 1970-01-01, as the reader's language writes it.
  func day(_ day: Int) -> String {
    var style = Date.FormatStyle(date: .abbreviated, time: .omitted)
    style.locale = Locale(identifier: frame.request.locale.rawValue)
    style.timeZone = .gmt
    return Date(timeIntervalSince1970: Double(day) * 86_400).formatted(style)
  }

  func money(_ minor: Int64?) -> String {
    minor.map { Money(minorUnits: $0, currency: frame.request.tenant.currency).text } ?? "–"
  }

  func urgency(_ urgency: OrderProposal.Urgency) -> String {
    texts["recommend.supply.urgency.\(urgency)"]
  }

  /// Why so much is proposed, in sentences.
  func why(_ proposal: OrderProposal) -> String {
    let cover = proposal.coverDays.map {
      texts["recommend.supply.why.lasts", ["days": "\($0)"]]
    }
    let need = texts[
      "recommend.supply.why.need",
      [
        "days": "\(proposal.leadDays + 7)", "expected": PlotScale.text(proposal.expected),
        "target": "\(proposal.target)",
      ]
    ]
    let limits = OrderProposal.Limit.allCases.filter(proposal.limits.contains).map {
      texts[
        "recommend.supply.why.\($0.rawValue)",
        ["pack": "\(proposal.pack)", "days": "\(proposal.shelfLifeDays ?? 0)"]
      ]
    }
    return ([need] + [cover].compactMap(\.self) + limits).joined(separator: " ")
  }
}

/// A choice among a few in a form that filters.
enum DeskSelect {
  /// - Parameters:
  ///   - name: The field.
  ///   - label: What people read.
  ///   - options: Value and name, the one for all first.
  ///   - value: What is chosen.
  /// - Returns: What the template of filters shows.
  static func view(
    _ name: String,
    _ label: String,
    _ options: [(value: String, name: String)],
    chosen value: String?
  ) -> View {
    [
      "name": name, "label": label,
      "options": options.map {
        ["value": $0.value, "name": $0.name, "isChosen": $0.value == (value ?? "")] as View
      },
    ]
  }
}
