public import TenantStore

/// What a connected device needs and does, which a family reads before it brings it home.
public struct DeviceSheet: Hashable, Sendable {
  /// By what a device connects.
  public enum Radio: String, CaseIterable, Codable, Sendable {
    case bluetooth, wifi, zigbee, thread, nfc, cellular
  }

  /// How a device is paired with its app or its counterpart.
  public enum Pairing: String, CaseIterable, Codable, Sendable {
    /// A picture of squares on the device or its card is scanned.
    case scan
    /// Digits on the device or its card are typed.
    case code
    /// A button of the device is pressed.
    case button
    /// It is held to the telephone.
    case touch
    /// It comes paired with what it belongs to.
    case ready
  }

  /// By what it connects, in the order of ``Radio``; never empty.
  public let radios: [Radio]
  /// How it is paired.
  public let pairing: Pairing
  /// The app that it is used with, empty when it needs none; at most 80 characters.
  public let app: String
  /// The systems that the app runs on, empty when there is no app; at most 120 characters.
  public let systems: String
  /// Where the app is had, an address that begins with `https://`, or empty.
  public let address: String
  /// Whether it needs an account of somebody.
  public let needsAccount: Bool
  /// Whether it does what it is for without the internet.
  public let worksOffline: Bool
  /// The last day on which its maker mends its software; nothing when the maker does not say.
  public let updatesUntil: CalendarDate?
  /// What it knows of the child and the home, and where that goes; in each of the shop's languages.
  public let data: LocalizedText

  /// Describes a device.
  public init(
    radios: [Radio],
    pairing: Pairing,
    app: String,
    systems: String,
    address: String,
    needsAccount: Bool,
    worksOffline: Bool,
    updatesUntil: CalendarDate?,
    data: LocalizedText
  ) {
    self.radios = radios
    self.pairing = pairing
    self.app = app
    self.systems = systems
    self.address = address
    self.needsAccount = needsAccount
    self.worksOffline = worksOffline
    self.updatesUntil = updatesUntil
    self.data = data
  }
}

/// What the words of a table mean for a device.
enum DeviceRule {
  /// The radios that a text names between bars, in their order; nothing when one is unknown or none is
  /// named.
  static func radios(_ text: String) -> [DeviceSheet.Radio]? {
    let named = text.split(separator: "|", omittingEmptySubsequences: false).map {
      DeviceSheet.Radio(rawValue: String($0))
    }
    guard !named.isEmpty, !named.contains(nil) else { return nil }
    return DeviceSheet.Radio.allCases.filter(named.contains)
  }

  /// `yes` or `no`; nothing for anything else.
  static func flag(_ text: String) -> Bool? { ["yes": true, "no": false][text] }

  /// Whether a text can be shown in one line: at most so many characters, none of which controls.
  static func isLine(_ text: String, atMost limit: Int) -> Bool {
    text.unicodeScalars.count <= limit
      && !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }
}
