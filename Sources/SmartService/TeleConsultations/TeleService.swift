internal import Foundation
public import TenantStore

/// A merchant's provider of tele-consultations, under `modules.service.teleConsultation`.
///
/// ```yaml
/// teleConsultation:
///   name: {zh: 某某互联网医院}
///   licence: {number: "…", issuer: 省卫生健康委员会, checkedOn: "2026-10-08", checkedBy: 王店长}
///   url: https://clinic.example/api
///   apiKey: store:clinic
/// ```
public struct TeleSettings: Codable, Hashable, Sendable {
  /// Who it is, as parents read it, 1 to 120 characters.
  public var name: LocalizedText
  /// By which licence it works, and who looked it up.
  public var licence: ExpertSettings.Licence
  /// The address below which `/consultations` is answered; unencrypted on the gateway's own machine alone.
  public var url: String
  /// Where the key is kept; none where the service asks for none.
  public var apiKey: SecretReference?

  /// Everything that is wrong with the values.
  var problems: [SettingsProblem] {
    var problems: [SettingsProblem] = []
    let lengths = name.texts.values.map(\.unicodeScalars.count)
    if lengths.isEmpty || !lengths.allSatisfy((1...120).contains) {
      problems.append(
        SettingsProblem(path: ["name"], message: "must have 1 to 120 characters in each language")
      )
    }
    if licence.number.isEmpty || licence.issuer.isEmpty || licence.checkedBy.isEmpty
      || SmartServiceSettings.day(licence.checkedOn) == nil
    {
      problems.append(
        SettingsProblem(
          path: ["licence"],
          message: "must have number, issuer, checkedOn like 2026-10-08, and checkedBy"
        )
      )
    }
    if !LanguageModelSettings.isPrivate(url) {
      problems.append(
        SettingsProblem(path: ["url"], message: "must be an https address, or http on this machine")
      )
    }
    return problems
  }
}

extension TeleProviders {
  /// The providers that merchants name in their settings, asked by JSON over HTTP.
  ///
  /// `POST url/consultations {id, summary, locale}` answers `{reference, url}`, the same for the same id;
  /// `GET url/consultations/REFERENCE` answers `{advice}`, null until there is one.
  /// - Parameters:
  ///   - http: The way out.
  ///   - variables: The process's environment, for the merchants' keys.
  /// - Returns: The port.
  public static func configured(http: OutboundHTTP, variables: [String: String]) -> Self {
    Self { tenant in
      guard let settings = try tenant.service.teleConsultation else { return nil }
      @Sendable func service(_ database: TenantDatabase) async throws -> TeleService {
        var secret: Secret?
        if let reference = settings.apiKey {
          let secrets = try SecretStore(database: database, variables: variables)
          secret = try await secrets.secret(reference, of: tenant)
        }
        return TeleService(settings: settings, key: secret, http: http)
      }
      return TeleProvider(
        name: settings.name,
        licence: settings.licence,
        open: { try await service($1).open($0) },
        advice: { try await service($1).advice($0) }
      )
    }
  }
}

/// A provider that answers JSON.
private struct TeleService: Sendable {
  let settings: TeleSettings
  let key: Secret?
  let http: OutboundHTTP

  /// The provider answered, and not as it should.
  struct Odd: Error {}

  func open(_ handover: TeleHandover) async throws -> TeleRoom {
    let body: JSONValue = [
      "id": .string(handover.id.description), "summary": .string(handover.summary),
      "locale": .string(handover.locale),
    ]
    var request = OutboundRequest(.post, address, headers: headers, body: body.canonicalBytes)
    // The id tells a repeated call from another.
    request.isRepeatable = true
    let answer = try await json(request)
    guard case .string(let reference)? = answer["reference"], case .string(let url)? = answer["url"]
    else { throw Odd() }
    return TeleRoom(reference: reference, url: url)
  }

  func advice(_ reference: String) async throws -> String? {
    let name = reference.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    let answer = try await json(OutboundRequest(.get, "\(address)/\(name)", headers: headers))
    guard case .string(let advice)? = answer["advice"] else { return nil }
    return advice
  }

  private var address: String {
    settings.url + (settings.url.hasSuffix("/") ? "" : "/") + "consultations"
  }

  private var headers: [String: String] {
    var headers = ["content-type": "application/json", "accept": "application/json"]
    key?.withBytes { headers["authorization"] = "Bearer " + String(decoding: $0, as: UTF8.self) }
    return headers
  }

  private func json(_ request: OutboundRequest) async throws -> JSONValue {
    let response = try await http.send(request)
    guard response.status == 200 || response.status == 201 else { throw Odd() }
    return try JSONValue(json: response.text)
  }
}
