internal import Foundation

/// A secret's bytes, which no text, log, error or dump shows.
public struct Secret: Sendable {
  private let bytes: [UInt8]

  /// Keeps bytes secret.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Lends the bytes to whoever signs or sends with them.
  public func withBytes<Value>(_ body: ([UInt8]) throws -> Value) rethrows -> Value {
    try body(bytes)
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A sign that something is there.
  public var description: String { "<secret>" }
  /// A sign that something is there.
  public var debugDescription: String { description }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
