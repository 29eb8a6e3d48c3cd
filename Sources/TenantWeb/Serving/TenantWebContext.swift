public import Hummingbird
internal import NIOCore

/// What Hummingbird knows of a request besides its head and body: the client's address.
public struct TenantWebContext: RequestContext {
  /// What Hummingbird itself needs.
  public var coreContext: CoreRequestContextStorage
  /// The address of the connection's other end, without a port.
  let address: String

  /// Takes the address from the connection.
  public init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    address = source.channel.remoteAddress?.ipAddress ?? "local"
  }
}
