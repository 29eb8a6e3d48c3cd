import Foundation
import Membership
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Text messages through Alibaba Cloud")
struct AliyunSigningTests {
  @Test func `the documentation's two examples have its signatures`() {
    let regions = [
      "AccessKeyId": "testid", "Action": "DescribeRegions", "Format": "XML",
      "SignatureMethod": "HMAC-SHA1", "SignatureNonce": "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
      "SignatureVersion": "1.0", "Timestamp": "2016-02-23T12:46:24Z", "Version": "2014-05-26",
    ]
    let message = [
      "AccessKeyId": "testId", "Action": "SendSms", "Format": "XML", "OutId": "123",
      "PhoneNumbers": "15300000001", "RegionId": "cn-hangzhou", "SignName": "阿里云短信测试专用",
      "SignatureMethod": "HMAC-SHA1", "SignatureNonce": "45e25e9b-0a6f-4070-8c85-2956eda1b466",
      "SignatureVersion": "1.0", "TemplateCode": "SMS_71390007",
      "TemplateParam": "{\"customer\":\"test\"}", "Timestamp": "2017-07-12T02:42:19Z",
      "Version": "2017-05-25",
    ]
    func signed(_ parameters: [String: String], _ secret: String) -> String {
      AliyunSigning.query(parameters, method: "GET", secret: Secret(Array(secret.utf8)))
    }
    #expect(signed(regions, "testsecret").hasSuffix("OLeaidS1JvxuMvnyHOwuJ%2BuX5qY%3D"))
    #expect(signed(message, "testSecret").hasSuffix("zJDF%2BLrzhj%2FThnlvIToysFRq6t4%3D"))
  }
}

@Suite("Sending through Alibaba Cloud", .tenantDatabase([MembershipModule.module]))
struct AliyunMessagesTests {
  @Test(arguments: [
    ("{\"Code\":\"OK\"}", String?.none),
    ("{\"Code\":\"isv.BUSINESS_LIMIT_CONTROL\"}", "isv.BUSINESS_LIMIT_CONTROL"),
    ("<html>", "http.200"),
  ])
  func `what the service answers decides, and no error names the number`(
    answer: String,
    refused: String?
  ) async throws {
    let tenant = try await familyPair().mine
    let urls = Mutex<[String]>([])
    let provider = AliyunMessages(
      account: AliyunAccount(
        keyID: "k",
        secret: Secret([1]),
        signName: "暖芽",
        codeTemplate: "SMS_1",
        reminderTemplate: "SMS_2"
      ),
      http: OutboundHTTP { request in
        urls.withLock { $0.append(request.url) }
        return OutboundResponse(status: 200, body: Array(answer.utf8))
      }
    )
    do {
      try await provider.send(
        code: "123456",
        to: "+8613800138000",
        from: tenant.snapshot,
        in: tenant.database
      )
      #expect(refused == nil)
    } catch let error as AliyunRefusal {
      #expect(error.code == refused && !"\(error)".contains("138"))
    }
    let url = urls.withLock { $0.joined() }
    #expect(url.hasPrefix("https://dysmsapi.aliyuncs.com/?AccessKeyId=k&Action=SendSms&"))
    #expect(url.contains("PhoneNumbers=13800138000&") && url.contains("Signature="))
    #expect(url.contains("TemplateParam=%7B%22code%22%3A%22123456%22%7D"))
  }

  @Test func `offers have a template of their own, and without one none goes out`() async throws {
    let tenant = try await familyPair().mine
    let urls = Mutex<[String]>([])
    for template in [nil, "SMS_3"] {
      let provider = AliyunMessages(
        account: AliyunAccount(
          keyID: "k",
          secret: Secret([1]),
          signName: "暖芽",
          codeTemplate: "SMS_1",
          reminderTemplate: "SMS_2",
          offerTemplate: template
        ),
        http: OutboundHTTP { request in
          urls.withLock { $0.append(request.url) }
          return OutboundResponse(status: 200, body: Array("{\"Code\":\"OK\"}".utf8))
        }
      )
      do {
        try await provider.send(
          offer: "hello",
          to: "+8613800138000",
          from: tenant.snapshot,
          in: tenant.database
        )
        #expect(template != nil)
      } catch is NoOfferTemplate { #expect(template == nil) }
    }
    let sent = urls.withLock { $0 }
    #expect(sent.count == 1 && sent[0].contains("TemplateCode=SMS_3&"))
    #expect(sent[0].contains("TemplateParam=%7B%22text%22%3A%22hello%22%7D"))
  }
}
