public import Foundation
public import TenantStore

/// A family's account.
public struct MemberID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "mem"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the member with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// A member as they are, whichever of the merged accounts was asked for.
public struct Member: Hashable, Sendable {
  /// The account that stays when several were merged.
  public let id: MemberID
  /// How the shop addresses the member; may be empty, at most 40 characters.
  public let displayName: String
  /// When the account was made, in UTC.
  public let joinedAt: Date
  /// When the member had everything deleted, in UTC.
  public let erasedAt: Date?
  /// Accounts that were found to be the same person's, without ``id``.
  public let merged: [MemberID]

  /// The account that stays, and those that were merged into it.
  public var accounts: [MemberID] { [id] + merged }
}

/// A way to reach a member and to sign in.
public enum ContactChannel: String, CaseIterable, Sendable {
  /// A mobile number, `+8613800138000`.
  case phone
  /// An address of electronic mail.
  case email
  /// The id that WeChat gives a person in one shop's account.
  case wechat
  /// The id that WeCom gives a customer of one enterprise.
  case wecom
}

/// A proved way to reach a member.
public struct Contact: Hashable, Sendable {
  /// Which way.
  public let channel: ContactChannel
  /// The number or address as it is dialled.
  public let address: String

  /// What may be shown of it, `138****8000` or `l***@example.com`.
  public var masked: String { ContactRule.masked(channel, address) }
}

/// A word that the merchant puts on members.
enum MemberTagRule {
  /// The word without spaces at its ends; nothing when it is empty or longer than 40 characters.
  static func tag(_ text: String) -> String? {
    let tag = text.trimmingCharacters(in: .whitespacesAndNewlines)
    return (1...40).contains(tag.unicodeScalars.count) ? tag : nil
  }
}
