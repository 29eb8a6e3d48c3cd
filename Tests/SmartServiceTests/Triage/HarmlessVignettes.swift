extension Vignette {
  /// Questions with a medical word and without a red flag.
  static let harmless = """
    none | none.below_threshold | 120 | 四个月，37.9，吃奶玩都好
    none | none.below_threshold | 70 | 七十天，腋下37.3，刚哭完
    none | none.below_threshold | 300 | 十个月睡着呼吸一分钟三十八次
    none | none.below_threshold | 500 | 早上八点尿的到现在下午两点还没尿，喝水不少
    none | none.below_threshold | - | 产后十天体温37.2，恶露少了
    none | none.below_threshold | 90 | 三个月差一天，37.4，吃奶好
    none | none.below_threshold | 183 | 六个月整，38.9，精神很好能吃能玩
    none | none.below_threshold | 61 | 两个月，腋下37.7，没别的
    none | none.below_threshold | 365 | 周岁，睡着呼吸一分钟39次
    none | none.below_threshold | 364 | 睡着数了49次一分钟，不喘
    none | none.below_threshold | 92 | 九个小时没尿，刚睡醒马上尿了一大泡
    none | none.below_threshold | 500 | 十一个小时没尿，刚喝了水
    none | none.below_threshold | 200 | 6.5 months old, 38.2, happy and playing
    none | none.below_threshold | 400 | 烧第二天38.9，精神好，喝水多
    none | none.below_threshold | 100 | 七个小时没尿，刚刚尿了
    none | none.below_threshold | 800 | 拉肚子第三天，一天两三次，没血
    none | none.below_threshold | 182 | 差一天半岁，38.8，吃玩正常
    none | none.below_threshold | 60 | 37.4度，睡得香吃得好
    none | none.below_threshold | 500 | 摔坐在地垫上，哭一声就好了
    none | none.below_threshold | 900 | 烧三天了，最高38.6，精神好
    none | none.below_threshold | - | 怀孕26周，血压128/80，脚有点肿正常吗
    none | none.below_threshold | 200 | 七个月，38.5，玩得好吃得好
    none | none.below_threshold | 91 | 三个月，37.8，正常吃奶
    none | none.below_threshold | 500 | 10小时没尿，刚才尿了很多
    none | none.below_threshold | 400 | 摔了一下屁股，没事
    none | none.below_threshold | 400 | 睡着数了一分钟三十六下，就是有点鼻塞
    none | none.below_threshold | 300 | 十个月，38.2，精神好
    none | none.below_threshold | 100 | 体温37.5，刚喝完奶
    none | none.below_threshold | 700 | 拉了两次稀，没血，能吃
    none | none.below_threshold | - | 孕34周，宫缩偶尔一两次不规律，正常吗
    none | none.below_threshold | 100 | 三个多月37.9，能吃能睡
    none | none.commerce | - | 纽扣电池的体温计能寄吗
    none | none.commerce | - | 你们家洗衣凝珠宝宝衣服能用吗，味道大不大
    none | none.commerce | - | 退烧贴买二送一吗
    none | none.commerce | - | 磁力片会不会掉磁铁，质量怎么样
    none | none.commerce | - | 我买的奶瓶摔碎了能换吗
    none | none.commerce | - | 防摔帽多少钱
    none | none.commerce | - | Does your thermometer beep at a 39 fever? I want to order one
    none | none.commerce | - | ベビーバスの滑り止めマットは在庫ありますか
    none | none.commerce | - | ร้านมีเครื่องวัดไข้ไหมคะ
    none | none.commerce | - | ¿Venden pilas de botón para el termómetro?
    none | none.commerce | - | 有没有防烫伤的水龙头套
    none | none.commerce | - | 给两个月宝宝买的耳温枪说明书丢了能补吗
    none | none.commerce | - | 驱蚊液有毒吗，宝宝用的那款还有货吗
    none | none.commerce | - | 这个奶嘴会不会呛奶，几号流量适合四个月
    none | none.commerce | - | 呼吸监测垫没反应，是不是坏了，怎么退
    none | none.commerce | - | 洗护套装里的沐浴露漏了一瓶，申请补发
    none | none.commerce | - | Is the button battery cover on the night light secure? Want to buy two
    none | none.commerce | - | 체온계 건전지도 같이 파나요?
    none | none.commerce | - | ada pelindung stop kontak? beli tiga dapat diskon?
    none | none.commerce | - | Продаёте ли вы термометры без ртути?
    none | none.commerce | - | 这款湿巾含酒精吗，能擦嘴吗
    none | none.commerce | - | 买的玩具少了一颗螺丝和一节电池
    none | none.commerce | - | 请问恒温壶45度保温费电吗
    none | none.commerce | - | 奶瓶摔了一个，还能单买吗
    none | none.commerce | - | 你们的驱蚊贴有没有毒，什么时候发货
    none | none.commerce | - | do you sell outlet covers? my son loves sockets
    none | none.commerce | - | ボタン電池式のライトはいつ発送されますか
    none | none.commerce | - | avez-vous des cache-prises ?
    none | none.commerce | - | 有没有给发烧宝宝擦身子用的毛巾
    none | none.commerce | - | 防溺水的脖圈安全吗，卖多少钱
    none | none.commerce | - | 护理包里含碘伏和剪刀吗
    none | none.commerce | - | 客服没反应，我订单卡了三天了
    none | none.commerce | - | 抽纸买一箱送几包
    none | none.commerce | - | 洗衣凝珠会腐蚀衣服吗，一盒几颗
    none | none.commerce | - | Are these magnets safe? Do you ship magnetic tiles to Ireland?
    none | none.commerce | - | ที่ครอบปลั๊กไฟราคาเท่าไหร่
    none | none.commerce | - | есть ли в наличии защитные заглушки для розеток?
    none | none.commerce | - | 纽扣电池玩具安全吗想买
    none | none.commerce | - | 退烧贴有效期多久，能退货吗
    none | none.commerce | - | 婴儿监护器能检测呼吸暂停吗，多少钱
    none | none.commerce | - | 防烫伤奶瓶套有货吗
    none | none.commerce | - | is this bottle made without toxic chemicals? how much is shipping?
    none | none.commerce | - | 電池の誤飲防止カバー付きのおもちゃはありますか。買いたいです
    none | none.commerce | - | 买的小夜灯电池咋换，要几号的
    none | none.commerce | - | Hi, my parcel with the baby monitor arrived damaged, how do I return it?
    none | none.commerce | - | shop có bán miếng bịt ổ điện không
    none | none.commerce | - | сколько стоит доставка термометра?
    none | none.commerce | - | 有没有适合发烧宝宝的冰袋
    none | none.commerce | - | 你们的安全插座盖能防触电吗
    none | none.commerce | - | 买奶粉送的勺子断了，能补寄吗
    none | none.commerce | - | 宝宝吸鼻器吸力不行，想退货
    none | none.commerce | - | How long is the warranty on the breathing monitor?
    none | none.commerce | - | 유아용 구명조끼 배송 얼마나 걸려요?
    none | none.commerce | - | 想买个防烫的碗，孩子老抓热粥
    none | none.commerce | - | 买了你家的药箱，锁坏了，孩子能打开，给换吗
    none | none.history | 900 | 两岁的时候误服过降压药洗过胃，早没事了，现在想买药箱锁
    none | none.history | 1200 | 去年被狗咬过打完了疫苗，今年还要补吗
    none | none.history | - | 生老大的时候羊水早破，这次产检都正常，要注意啥
    none | none.history | 700 | 前几个月烧伤过手，疤都淡了，想问祛疤膏
    none | none.history | 900 | He had a febrile seizure last year but is fine now. Any travel tips?
    none | none.history | 900 | 작년에 열성경련이 한 번 있었는데 지금은 괜찮아요. 독감 주사 맞아도 되나요?
    none | none.history | 900 | Tahun lalu anak saya pernah kejang demam, sekarang sehat. Perlu bilang ke guru?
    none | none.history | 1000 | 他小时候黄疸住过院，现在皮肤黄是不是吃橘子吃的
    none | none.history | 800 | 上上个月摔破头缝了针，现在拆线好了，能洗头吗
    none | none.history | - | 怀第一胎时有子痫前期，现在备孕二胎要吃叶酸吗
    none | none.history | 600 | 半年前吃虾过敏住过院，现在能试试鱼吗
    none | none.history | - | I had preeclampsia with my first pregnancy three years ago, which vitamins do you sell?
    none | none.history | 900 | Năm ngoái bé bị co giật do sốt, giờ khỏe rồi, có tiêm phòng cúm được không?
    none | none.history | 900 | L'an dernier il a avalé une pièce, tout va bien. Vous vendez des boîtes qui ferment ?
    none | none.history | 1000 | 一岁的时候从床上摔过，当时做过CT没事，现在说话晚跟这个有关吗
    none | none.history | 500 | 刚出生那会儿住过保温箱，呼吸暂停过，现在发育都正常
    none | none.history | - | 我生完老大得过产后抑郁，吃药治好了，这胎想提前预防
    none | none.history | 800 | 生まれた時に黄疸で入院しましたが、今は元気です
    none | none.history | 900 | в прошлом году были фебрильные судороги, сейчас здоров
    none | none.history | 700 | 三个月前被开水烫过，现在伤口颜色深，用什么祛色
    none | none.history | 900 | 早产出生时窒息过，现在两岁半说话少，要查啥
    none | none.history | - | 前年宫外孕手术过，现在想再怀要注意什么
    none | none.history | - | My first baby was jaundiced at birth, he's 4 now. Is it likely with number two?
    none | none.history | 800 | 去年误食过洗衣液，洗胃后好了
    none | none.history | 500 | 上个月摔下床过，检查没事，现在想买护栏
    none | none.history | - | 上一胎早产，这一胎要注意什么
    none | none.history | 700 | El año pasado tuvo convulsiones febriles, ahora está bien
    none | none.history | 900 | 娃去年吞过一个扣子，拉出来了，现在没事，问问存钱罐
    none | none.history | 900 | ปีที่แล้วลูกเคยชักครั้งหนึ่ง ตอนนี้แข็งแรงดี
    none | none.history | 900 | 之前烫伤留疤，现在三岁了能做激光吗
    none | none.history | 500 | 出生时缺氧抢救过，现在发育正常需要复查吗
    none | none.history | 900 | He was hospitalised with RSV as a newborn, now he's fine. Can he swim?
    none | none.history | 700 | год назад проглотил монету, всё обошлось
    none | none.history | 1000 | 小时候肠套叠灌过肠，现在三岁肚子疼会不会再犯
    none | none.hypothetical | 300 | 万一宝宝被果冻噎住了该怎么急救
    none | none.hypothetical | 400 | 家里有洁厕灵，怎么防止孩子误喝
    none | none.hypothetical | 200 | 如果宝宝发烧抽搐要不要掐人中，我先学着
    none | none.hypothetical | 500 | 要是从床上摔下来哪些情况要去医院
    none | none.hypothetical | - | 什么情况算破水，破水了要躺着去医院吗
    none | none.hypothetical | - | What should I do if my baby chokes? Just want to be prepared
    none | none.hypothetical | - | もし赤ちゃんがボタン電池を飲み込んだらどうすればいいですか。知っておきたいです
    none | none.hypothetical | - | 아기가 목에 뭐가 걸리면 어떻게 해야 하나요? 미리 알아두고 싶어요
    none | none.hypothetical | - | Nếu bé bị hóc dị vật thì sơ cứu thế nào ạ, em hỏi để phòng
    none | none.hypothetical | - | Что делать, если ребёнок проглотит монетку? Хочу знать заранее
    none | none.hypothetical | 100 | 听说被子会捂住口鼻窒息，怎么预防
    none | none.hypothetical | - | 预产期还有一周，怎么知道是真宫缩
    none | none.hypothetical | 400 | 要是不小心吞了玩具小零件怎么办，家里刚买了乐高
    none | none.hypothetical | 300 | 担心夏天车里太热中暑，出门要准备啥
    none | none.hypothetical | - | 窒息を防ぐにはブドウをどう切ればいいですか
    none | none.hypothetical | - | ถ้าลูกชักต้องทำยังไง อยากรู้ไว้ก่อน
    none | none.hypothetical | - | ¿Qué hago si mi bebé se atraganta? Solo quiero saber por si acaso
    none | none.hypothetical | 250 | 带宝宝去海边，怎么防止溺水
    none | none.hypothetical | 300 | 鸡蛋过敏一般吃了多久会有反应
    none | none.hypothetical | - | 羊水破了是什么感觉
    none | none.hypothetical | - | how can I prevent my toddler from swallowing batteries?
    none | none.hypothetical | - | bagaimana cara mencegah bayi jatuh dari kasur?
    none | none.hypothetical | 300 | 学爬了，怕他触电，买什么插座盖
    none | none.hypothetical | 200 | 宝宝睡觉会不会窒息，要不要买监护器
    none | none.hypothetical | - | 生完要是大出血医院一般怎么处理，我32周先了解
    none | none.hypothetical | - | 물놀이 할 때 익사 사고를 예방하려면 어떻게 하나요?
    none | none.hypothetical | 300 | 如果孩子触电了应该怎么办
    none | none.hypothetical | 200 | 万一宝宝呛奶怎么急救
    none | none.hypothetical | - | 想学一下婴儿心肺复苏
    none | none.hypothetical | - | what to do if a child swallows bleach, for my first aid course
    none | none.hypothetical | - | Que faire si mon bébé s'étouffe ? Je me renseigne
    none | none.hypothetical | 400 | 俺想问问娃要是吃了洗衣粉咋弄，先记着
    none | none.hypothetical | - | kalau bayi tersetrum harus bagaimana? cuma mau tahu
    none | none.hypothetical | 300 | 宝宝发烧到多少度要去医院
    none | none.hypothetical | 100 | 新生儿吐奶呛到怎么处理比较安全，提前学
    none | none.hypothetical | - | 孕晚期出现什么情况要马上去医院
    none | none.hypothetical | - | ¿cómo evitar que mi hijo se trague pilas?
    none | none.hypothetical | 300 | 要是晚上发烧超过39我该怎么处理，现在37.5
    none | none.info | - | 手足口病是什么病毒引起的
    none | none.info | - | 新生儿黄疸一般几天退
    none | none.info | - | 热性惊厥和癫痫有什么区别
    none | none.info | - | What is the difference between croup and bronchiolitis?
    none | none.info | - | Qu'est-ce que la roséole ?
    none | none.info | - | 疫苗后多久会发烧，一般几天退
    none | none.info | - | 套叠是什么病，多大孩子容易得
    none | none.info | - | 胎动一般几周能感觉到
    none | none.info | - | At what age do babies usually start teething?
    none | none.info | - | Чем отличается ложный круп от бронхита?
    none | none.info | - | 狂犬疫苗要打几针
    none | none.info | - | 宝宝呼吸一分钟多少次正常
    none | none.info | - | 蚕豆病是怎么遗传的
    none | none.info | - | 海姆立克急救法一岁以下怎么做
    none | none.info | - | Bệnh tay chân miệng lây qua đường nào?
    none | none.info | - | ¿Qué es la bronquiolitis?
    none | none.info | - | 什么是高热惊厥
    none | none.info | - | 宝宝误吞异物的急救知识有哪些
    none | none.info | - | 新生儿正常体温是多少
    none | none.info | - | โรคมือเท้าปากคืออะไร
    none | none.info | - | 肠套叠啥意思，哪个年龄段多
    none | none.info | - | 열성경련이 뭔가요?
    none | none.info | - | C'est quoi la bronchiolite ?
    none | none.info | - | 热性惊厥会影响智力吗
    none | none.info | - | 川崎病的症状有哪些
    none | none.info | - | 什么是脱水热
    none | none.info | - | 乳幼児突然死症候群とは何ですか
    none | none.info | - | 婴儿痉挛症是什么
    none | none.negation | 300 | 有点低烧37.8，不咳不喘也没起疹子，精神好，要穿多少
    none | none.negation | 400 | 摔了一下，没吐没晕，也没起包，就是吓哭了
    none | none.negation | 600 | 没有抽搐史，发烧38.5第一天，能喝能玩
    none | none.negation | 200 | 便便里没有血，也不是白色的，就是有点稀
    none | none.negation | - | 孕32周胎动正常，没见红，就是睡不好
    none | none.negation | 400 | No fever, no rash and no vomiting, just a runny nose. Which saline spray do you sell?
    none | none.negation | 500 | 熱は37.5度で、けいれんも嘔吐もなく元気です。お風呂に入れてもいいですか
    none | none.negation | 400 | ลูกตกเตียง ไม่อาเจียน ไม่ซึม เล่นได้ปกติ ทายาอะไรดีคะ
    none | none.negation | 600 | Bé ho nhẹ, không sốt, không khó thở, bú tốt, có cần uống siro không?
    none | none.negation | 600 | Anak batuk pilek, tidak demam, tidak sesak, makan lahap. Boleh mandi?
    none | none.negation | 500 | No tiene fiebre ni vómitos, solo un poco de tos. ¿Puede ir a la guardería?
    none | none.negation | 500 | Il est tombé sur les fesses, il n'a pas vomi et joue normalement
    none | none.negation | 500 | Температуры нет, рвоты нет, сыпи нет, только насморк
    none | none.negation | 500 | 吐了一次，没发烧没拉肚子，尿也不少，晚上吃啥好
    none | none.negation | 200 | 不是喷射吐，就是嘴角溢奶，能吃能睡
    none | none.negation | 300 | 从床上滚下来了？没有没有，就是差点，想买围栏
    none | none.negation | 900 | 电池找到了在沙发缝里，他没吞，虚惊一场，你们有带螺丝的款吗
    none | none.negation | - | 量表8分，没有伤害自己的念头，就是累
    none | none.negation | 600 | 抽血化验没事，不发烧不吐，精神好，能打疫苗吗
    none | none.negation | 400 | He bumped his head a little, no vomiting, no drowsiness, playing as normal
    none | none.negation | 500 | 넘어졌는데 토하지 않고 잘 놀아요
    none | none.negation | 300 | 不咳不烧也没吐，就是不爱吃辅食
    none | none.negation | 700 | 撞了一下桌角，没破皮没起包，照样跑
    none | none.negation | 60 | 量了37.1，不算发烧吧，吃奶睡觉都好
    none | none.negation | 500 | no fever, eating fine, just a bit of a cough at night
    none | none.negation | 400 | 열도 없고 기침만 조금 해요
    none | none.negation | 500 | Bé ngã nhẹ, không nôn, không ngất, chơi bình thường
    none | none.negation | 300 | tiene mocos pero no tiene fiebre ni le cuesta respirar
    none | none.negation | 800 | 发烧38.3，手脚暖和，没抽，没皮疹，喝水尿尿都正常
    none | none.negation | 200 | 没从床上掉下来过，也没磕过头，就是后脑勺有点扁
    none | none.negation | 500 | 误会一场，药一粒没少，孩子没吃到
    none | none.negation | - | 产后一个月，血已经干净了，没发烧，能洗头吗
    none | none.negation | 400 | 嘴唇红红的不紫，呼吸平稳，就是流鼻涕
    none | none.negation | 600 | he's got a rash but it fades when I press it, no fever
    none | none.negation | 400 | 嘔吐も下痢もなく、熱も下がりました。外出してもいいですか
    none | none.negation | 400 | ruamnya hilang kalau ditekan, tidak demam
    none | none.negation | 500 | pas de fièvre, il respire bien, juste le nez bouché
    none | none.negation | 400 | 宝宝没有发烧，没有呕吐，就是有点咳嗽
    none | none.negation | 200 | 没有喘，也没有发绀，只是鼻塞
    none | none.negation | - | 怀孕38周，没有破水没有见红，宫缩不规律
    none | none.negation | 300 | no trouble breathing, no blue lips, just congested
    none | none.negation | 500 | 토하거나 경련은 없고 콧물만 나요
    none | none.negation | 300 | tidak sesak, tidak kejang, cuma pilek
    none | none.negation | 400 | не рвёт, не температурит, просто кашляет
    none | none.negation | 500 | 烧38.4，没抽没吐没起疹，能吃能睡，贴退热贴行不
    none | none.negation | 600 | 転びましたが、吐いてもいないし意識もはっきりしています
    none | none.negation | 500 | se cayó pero no vomitó ni perdió el conocimiento, está jugando
    none | none.negation | 400 | 没有呕吐没有发烧，就是大便有点绿
    none | none.negation | 200 | 不是抽搐吧？就是睡觉时手抖一下，医生说正常
    none | none.negation | 600 | 咳嗽但呼吸不快，不喘，没有发热
    none | none.negation | 300 | il n'a ni fièvre ni vomissements
    none | none.negation | 400 | bé không sốt, không nôn, chỉ ho ít
    none | none.negation | 500 | 昨天吐的今天没吐了，也不烧，能喝粥
    none | none.thirdparty | - | 邻居家小孩上个月吞了硬币住院了，好吓人，怎么收纳安全
    none | none.thirdparty | - | 我家猫吐了一地，地垫怎么洗
    none | none.thirdparty | - | 昨天看视频有个宝宝溺水了，心疼，你们有卖浴网吗
    none | none.thirdparty | - | My dog had a seizure, do you sell pet products?
    none | none.thirdparty | - | 隔壁阿姨说她孙子发烧抽过，真的假的这么常见吗
    none | none.thirdparty | - | 短视频里说吞磁力珠会肠穿孔，吓得我不敢买磁力片了
    none | none.thirdparty | - | 友達の子が先月ひきつけを起こしたそうです。もう元気だそうです
    none | none.thirdparty | - | Mi perro vomitó sangre, ¿venden algo para mascotas?
    none | none.thirdparty | - | 朋友圈说有小孩被电蚊香液毒到，太可怕了，买哪种插座盖好
    none | none.thirdparty | 900 | 他给小熊玩偶量体温说40度，想买医生玩具
    none | none.thirdparty | - | 我妹家孩子去年烫伤留疤了，送她什么祛疤膏好
    none | none.thirdparty | - | 看小说里写娃娃高烧惊厥，好奇问下
    none | none.thirdparty | - | my friend's toddler choked on a grape last week, he's fine, but do you sell grape cutters?
    none | none.thirdparty | - | 朋友家孩子上周烫伤了，送什么好
    none | none.thirdparty | - | 新闻里说婴儿被闷死在车里，太可怜
    none | none.thirdparty | - | 俺村有个娃掉井里了，新闻都播了，你家有井盖卖不
    none | none.thirdparty | - | 我家泰迪吃了巧克力吐了
    none | none.thirdparty | - | 隔壁家孩子被狗咬了，打狂犬疫苗贵不贵
    """
}
