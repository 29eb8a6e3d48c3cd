internal import ArgumentParser
internal import Foundation

/// Options whose value is an instant: a day, or a day with a time in UTC.
enum InstantOption {
  static func read(_ text: String) throws -> Date {
    let styles: [Date.ISO8601FormatStyle] = [.iso8601, .iso8601.year().month().day()]
    for style in styles {
      if let instant = try? style.parse(text) { return instant }
    }
    throw ValidationError("\"\(text)\" is not like 2026-11-22 or 2026-11-22T08:30:00Z.")
  }

  static func help(_ sentence: String) -> ArgumentHelp {
    ArgumentHelp("\(sentence): 2026-11-22 or 2026-11-22T08:30:00Z.", valueName: "instant")
  }
}

/// Options whose value is an id of the toolkit, `evt_…`.
enum IDOption {
  static func read<ID: LosslessStringConvertible>(_ text: String) throws -> ID {
    guard let id = ID(text) else { throw ValidationError("\"\(text)\" is not such an id.") }
    return id
  }
}
