internal import Foundation
public import TenantStore

/// A tenant's language model, under `modules.service.languageModel`.
///
/// It only says the words of a published entry anew; without one, or whenever it fails, the entry's own
/// words are served.
///
/// ```yaml
/// languageModel:
///   url: https://models.example/v1
///   model: small
///   apiKey: store:model
/// ```
public struct LanguageModelSettings: Codable, Hashable, Sendable {
  /// The address below which `/chat/completions` is answered, `https://models.example/v1`.
  ///
  /// Unencrypted only on the gateway's own machine.
  public var url: String
  /// The model's name there.
  public var model: String
  /// Where the key is kept; none where the service asks for none.
  public var apiKey: SecretReference?
  /// Whether the answer is asked for piece by piece, so that silence is noticed early.
  ///
  /// Defaults to yes.
  public var streams: Bool?
  /// After how many milliseconds the entry's own words stay, 500 to 5,000.
  ///
  /// Defaults to 3,000.
  public var deadlineMilliseconds: Int?
  /// After how many milliseconds without a first piece the entry's own words stay, 200 to 5,000.
  ///
  /// Defaults to 2,000.
  public var firstTokenMilliseconds: Int?
  /// At most so many calls in 24 hours, 0 to 1,000,000.
  ///
  /// Defaults to 1,000.
  public var callsPerDay: Int?

  /// Describes a model.
  public init(url: String, model: String, apiKey: SecretReference? = nil) {
    self.url = url
    self.model = model
    self.apiKey = apiKey
  }

  /// How long the whole answer may take.
  var deadline: Duration { .milliseconds(deadlineMilliseconds ?? 3_000) }
  /// How long the first piece may take.
  var firstToken: Duration { .milliseconds(firstTokenMilliseconds ?? 2_000) }

  /// Everything that is wrong with the values, with paths below the model's own settings.
  var problems: [SettingsProblem] {
    var problems: [SettingsProblem] = []
    if !Self.isPrivate(url) {
      problems.append(
        SettingsProblem(path: ["url"], message: "must be an https address, or http on this machine")
      )
    }
    if !(1...200).contains(model.count) {
      problems.append(SettingsProblem(path: ["model"], message: "must have 1 to 200 characters"))
    }
    for (name, value, range) in [
      ("deadlineMilliseconds", deadlineMilliseconds, 500...5_000),
      ("firstTokenMilliseconds", firstTokenMilliseconds, 200...5_000),
      ("callsPerDay", callsPerDay, 0...1_000_000),
    ] {
      guard let value, !range.contains(value) else { continue }
      problems.append(
        SettingsProblem(path: [name], message: "must be \(range.lowerBound) to \(range.upperBound)")
      )
    }
    return problems
  }

  /// Whether nobody on the way can read what is sent there.
  static func isPrivate(_ url: String) -> Bool {
    guard let address = URL(string: url), let host = address.host(), !host.isEmpty,
      address.user() == nil, address.query() == nil
    else { return false }
    let isHere = ["127.0.0.1", "localhost", "::1"].contains(host)
    return address.scheme == "https" || (address.scheme == "http" && isHere)
  }
}
