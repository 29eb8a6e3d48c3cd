public import TenantStore

/// A picture that a customer shows, looked at before anything of it is decoded.
///
/// What it says of place, time and device is left out; how it is turned is kept.
public struct Picture: Hashable, Sendable {
  /// The most points along one side.
  public static let sideLimit = 8_000
  /// The most points of a picture.
  public static let areaLimit = 24_000_000
  /// The fewest points along one side in which anything can be seen.
  public static let smallest = 32
  /// The most pictures of one talk.
  public static let countLimit = 8

  /// The media type: PNG, JPEG or WebP.
  public let contentType: String
  /// The picture itself.
  public let bytes: [UInt8]
  /// How large it says it is.
  public let size: PictureSize

  /// Takes a file.
  ///
  /// - Throws: ``ConversationRefusal`` with the code `picture_invalid` and the reason: `bytes`, `format`
  ///   or `dimensions`, with the limit.
  public init(_ file: [UInt8]) throws(ConversationRefusal) {
    guard file.count <= Media.byteLimit else {
      throw Self.refusal("bytes", limit: Media.byteLimit)
    }
    guard let size = PictureSize(of: file) else { throw Self.refusal("format") }
    guard (Self.smallest...Self.sideLimit).contains(size.width),
      (Self.smallest...Self.sideLimit).contains(size.height),
      size.width * size.height <= Self.areaLimit
    else { throw Self.refusal("dimensions", limit: Self.areaLimit) }
    guard let media = try? Media(photograph: file), PictureSize(of: media.bytes) == size else {
      throw Self.refusal("format")
    }
    contentType = media.contentType
    bytes = media.bytes
    self.size = size
  }

  private static func refusal(_ reason: String, limit: Int? = nil) -> ConversationRefusal {
    var details: [String: JSONValue] = ["reason": .string(reason)]
    details["limit"] = limit.map { .integer(Int64($0)) }
    return ConversationRefusal(.pictureInvalid, details: details)
  }
}

/// A picture that was shown in a talk, without its bytes.
public struct ShownPicture: Hashable, Sendable, TenantRow {
  /// The place of the message that it came with.
  public let position: Int
  /// How large it is.
  public let size: PictureSize

  /// Reads place, width and height.
  public init(row: inout ColumnReader) throws {
    position = try row.next()
    size = PictureSize(width: try row.next(), height: try row.next())
  }
}

/// A picture as the desk opens it.
public struct KeptPicture: Hashable, Sendable, TenantRow {
  /// The media type.
  public let contentType: String
  /// The picture itself.
  public let bytes: [UInt8]

  /// Reads type and bytes.
  public init(row: inout ColumnReader) throws {
    contentType = try row.next()
    bytes = try row.next()
  }
}
