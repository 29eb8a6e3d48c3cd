import Membership
import Testing

@Suite("Phones and addresses")
struct ContactRuleTests {
  @Test(arguments: [
    ("13800138000", "+8613800138000"), ("138 0013 8000", "+8613800138000"),
    ("+86 138-0013-8000", "+8613800138000"), ("008613800138000", "+8613800138000"),
    ("１３８００１３８０００", "+8613800138000"), ("+65 9123 4567", "+6591234567"),
    ("12800138000", nil), ("1380013800", nil), ("+8612345678901", nil), ("", nil), ("110", nil),
    ("13800138000; DROP", nil), ("+0651234567", nil), ("+651234", nil), ("+6512345678901234", nil),
    ("19912345678", "+8619912345678"), ("1３800138000x", nil), ("+65 9123 456a", nil),
  ])
  func `one number is written in one way`(text: String, normal: String?) {
    #expect(ContactRule.normal(.phone, text) == normal)
  }

  @Test(arguments: [
    ("wxid_12-Ab", "wxid_12-Ab"), ("short", nil), ("微信号码很长的", nil), ("has space", nil),
    (String(repeating: "a", count: 64), String(repeating: "a", count: 64)),
    (String(repeating: "a", count: 65), nil),
  ])
  func `a name at WeChat is kept as it is`(text: String, normal: String?) {
    #expect(ContactRule.normal(.wechat, text) == normal)
  }

  @Test(arguments: [
    (" Lin@Example.COM ", "lin@example.com"), ("a.b+c@mail.example.cn", "a.b+c@mail.example.cn"),
    ("lin@", nil), ("@example.com", nil), ("lin@example", nil), ("a..b@example.com", nil),
    ("li n@example.com", nil), ("lin@exa\nmple.com", nil),
  ])
  func `one address is written in one way`(text: String, normal: String?) {
    #expect(ContactRule.normal(.email, text) == normal)
  }
}
