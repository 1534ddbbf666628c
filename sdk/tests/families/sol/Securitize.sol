// A model written from the published interface of Securitize's DS protocol (version 4), for tests; not the deployed code.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.20;

/// Shares and tokens, rounded to the nearest; multiplier and shares have 18 decimals.
contract Rebasing {
    uint256 public multiplier = 1e18;
    uint256 private immutable scale;

    constructor(uint8 decimals) {
        scale = 10 ** (18 - decimals);
    }

    function setMultiplier(uint256 multiplier_) external {
        multiplier = multiplier_;
    }

    function convertTokensToShares(uint256 tokens) external view returns (uint256 shares) {
        shares = (tokens * scale * 1e18 + multiplier / 2) / multiplier;
        require(tokens == 0 || shares > 0, "Shares amount too small");
    }

    function convertSharesToTokens(uint256 shares) external view returns (uint256) {
        uint256 fine = (shares * multiplier + 5e17) / 1e18;
        return scale == 1 ? fine : (fine + scale / 2) / scale;
    }
}

/// Investors by name, their wallets, countries and attributes; and the wallets of platforms, which are nobody's.
contract Registry {
    struct Investor {
        string country;
        bool accredited;
        bool qualified;
    }

    mapping(address => string) public getInvestor;
    mapping(string => Investor) internal investors;
    mapping(address => bool) public isPlatformWallet;

    function setWallet(address wallet, string calldata id) external {
        getInvestor[wallet] = id;
    }

    function setPlatform(address wallet, bool platform) external {
        isPlatformWallet[wallet] = platform;
    }

    function setInvestor(string calldata id, string calldata country, bool accredited, bool qualified) external {
        investors[id] = Investor(country, accredited, qualified);
    }

    function getCountry(string memory id) public view returns (string memory) {
        return investors[id].country;
    }

    function getInvestorDetails(address wallet) external view returns (string memory, string memory) {
        return (getInvestor[wallet], getCountry(getInvestor[wallet]));
    }

    function isAccreditedInvestor(address wallet) external view returns (bool) {
        return investors[getInvestor[wallet]].accredited;
    }

    function isAccreditedInvestor(string calldata id) external view returns (bool) {
        return investors[id].accredited;
    }

    function isQualifiedInvestor(address wallet) external view returns (bool) {
        return investors[getInvestor[wallet]].qualified;
    }

    function isQualifiedInvestor(string calldata id) external view returns (bool) {
        return investors[id].qualified;
    }
}

/// Locks on an investor, over all of their wallets.
contract Locks {
    struct Lock {
        uint256 value;
        uint256 releaseTime;
    }

    Registry private immutable registry;
    Token private token;
    mapping(string => Lock[]) private locks;
    mapping(string => bool) public isInvestorLocked;
    mapping(string => bool) public isInvestorLiquidateOnly;

    constructor(Registry registry_) {
        registry = registry_;
    }

    function setToken(Token token_) external {
        token = token_;
    }

    function addLock(string calldata id, uint256 value, uint256 releaseTime) external {
        locks[id].push(Lock(value, releaseTime));
    }

    function removeLocks(string calldata id) external {
        delete locks[id];
    }

    function lockInvestor(string calldata id, bool locked) external {
        isInvestorLocked[id] = locked;
    }

    function setInvestorLiquidateOnly(string calldata id, bool only) external {
        isInvestorLiquidateOnly[id] = only;
    }

    function lockCount(address who) external view returns (uint256) {
        return locks[registry.getInvestor(who)].length;
    }

    function lockInfo(address who, uint256 index)
        external
        view
        returns (uint256 reasonCode, string memory reasonString, uint256 value, uint256 autoReleaseTime)
    {
        Lock[] storage all = locks[registry.getInvestor(who)];
        require(index < all.length, "Index is greater than the number of locks");
        return (0, "", all[index].value, all[index].releaseTime);
    }

    function getTransferableTokens(address who, uint256 time) external view returns (uint256) {
        return getTransferableTokensForInvestor(registry.getInvestor(who), time);
    }

    function getTransferableTokensForInvestor(string memory id, uint256 time) public view returns (uint256) {
        require(time > 0, "Time must be greater than zero");
        if (isInvestorLocked[id]) return 0;
        uint256 held = token.balanceOfInvestor(id);
        uint256 locked = 0;
        Lock[] storage all = locks[id];
        for (uint256 i = 0; i < all.length; i++) {
            if (all[i].releaseTime == 0 || all[i].releaseTime > time) locked += all[i].value;
        }
        return held - (locked < held ? locked : held);
    }
}

/// The issuer's settings.
contract Configuration {
    uint256 public constant US = 1;
    uint256 public constant EU = 2;
    uint256 public constant FORBIDDEN = 4;
    uint256 public constant JP = 8;

    mapping(string => uint256) public getCountryCompliance;
    mapping(string => uint256) private numbers;
    mapping(string => bool) private flags;

    function setCountryCompliance(string calldata country, uint256 region) external {
        getCountryCompliance[country] = region;
    }

    function setNumber(string calldata name, uint256 value) external {
        numbers[name] = value;
    }

    function setFlag(string calldata name, bool value) external {
        flags[name] = value;
    }

    function getTotalInvestorsLimit() external view returns (uint256) { return numbers["total"]; }
    function getMinUSTokens() external view returns (uint256) { return numbers["minUS"]; }
    function getMinEUTokens() external view returns (uint256) { return numbers["minEU"]; }
    function getUSInvestorsLimit() external view returns (uint256) { return numbers["us"]; }
    function getJPInvestorsLimit() external view returns (uint256) { return numbers["jp"]; }
    function getUSAccreditedInvestorsLimit() external view returns (uint256) { return numbers["usAccredited"]; }
    function getNonAccreditedInvestorsLimit() external view returns (uint256) { return numbers["nonAccredited"]; }
    function getMaxUSInvestorsPercentage() external view returns (uint256) { return numbers["usPercentage"]; }
    function getBlockFlowbackEndTime() external view returns (uint256) { return numbers["flowback"]; }
    function getNonUSLockPeriod() external view returns (uint256) { return numbers["lockNonUS"]; }
    function getMinimumTotalInvestors() external view returns (uint256) { return numbers["minTotal"]; }
    function getMinimumHoldingsPerInvestor() external view returns (uint256) { return numbers["min"]; }
    function getMaximumHoldingsPerInvestor() external view returns (uint256) { return numbers["max"]; }
    function getEURetailInvestorsLimit() external view returns (uint256) { return numbers["euRetail"]; }
    function getUSLockPeriod() external view returns (uint256) { return numbers["lockUS"]; }
    function getForceFullTransfer() external view returns (bool) { return flags["full"]; }
    function getForceAccredited() external view returns (bool) { return flags["accredited"]; }
    function getForceAccreditedUS() external view returns (bool) { return flags["accreditedUS"]; }
    function getWorldWideForceFullTransfer() external view returns (bool) { return flags["fullWorld"]; }
}

/// What both kinds of compliance service share. The rules of each are in `examine`, in the order of the protocol: it stops at the first that
/// is broken, as `preTransferCheck` does, or, for the tests, goes on to the last.
abstract contract Compliance {
    struct Found {
        uint256[40] codes;
        uint256 count;
        bool all;
    }

    Registry internal immutable registry;
    Locks internal immutable locks;
    Configuration internal immutable configuration;
    Token internal token;

    constructor(Registry registry_, Locks locks_, Configuration configuration_) {
        registry = registry_;
        locks = locks_;
        configuration = configuration_;
    }

    function setToken(Token token_) external {
        token = token_;
    }

    function checkWhitelisted(address who) public view returns (bool) {
        return registry.isPlatformWallet(who) || bytes(registry.getInvestor(who)).length > 0;
    }

    function preTransferCheck(address from, address to, uint256 value) external view returns (uint256, string memory) {
        Found memory found = examine(from, to, value, false);
        uint256 code = found.count == 0 ? 0 : found.codes[0];
        return (code, reason(code));
    }

    /// Only for the tests: every code of a rule that is broken.
    function everyCode(address from, address to, uint256 value) external view returns (uint256[] memory codes) {
        Found memory found = examine(from, to, value, true);
        codes = new uint256[](found.count);
        for (uint256 i = 0; i < found.count; i++) codes[i] = found.codes[i];
    }

    function validateTransfer(address from, address to, uint256 value) external {
        Found memory found = examine(from, to, value, false);
        require(found.count == 0, reason(found.count == 0 ? 0 : found.codes[0]));
        recordTransfer(from, to, value);
    }

    /// Notes a broken rule; whether to stop there.
    function broken(Found memory found, uint256 code) internal pure returns (bool) {
        found.codes[found.count++] = code;
        return !found.all;
    }

    function equal(string memory a, string memory b) internal pure returns (bool) {
        return keccak256(bytes(a)) == keccak256(bytes(b));
    }

    function reason(uint256 code) private pure returns (string memory) {
        if (code == 0) return "Valid";
        if (code == 10) return "Token paused";
        if (code == 15) return "Not enough tokens";
        if (code == 16) return "Tokens locked";
        if (code == 20) return "Wallet not in registry service";
        if (code == 25) return "Flowback";
        if (code == 26) return "Destination restricted";
        if (code == 32 || code == 33) return "Under lock-up";
        if (code == 40) return "Max investors in category";
        if (code == 50) return "Only full transfer";
        if (code == 51) return "Amount of tokens under min";
        if (code == 52) return "Amount of tokens above max";
        if (code == 61) return "Only accredited";
        if (code == 62) return "Only us accredited";
        if (code == 71) return "Not enough investors";
        return "Investor liquidate only";
    }

    function examine(address from, address to, uint256 value, bool all) internal view virtual returns (Found memory);

    function recordTransfer(address from, address to, uint256 value) internal virtual;

    function recordIssuance(address to, uint256 value) external virtual;
}

contract WhitelistedCompliance is Compliance {
    constructor(Registry r, Locks l, Configuration c) Compliance(r, l, c) {}

    function examine(address from, address to, uint256 value, bool all) internal view override returns (Found memory f) {
        f.all = all;
        if (token.isPaused() && broken(f, 10)) return f;
        if (token.balanceOf(from) < value && broken(f, 15)) return f;
        bool platform = registry.isPlatformWallet(from);
        if (!platform && locks.getTransferableTokens(from, block.timestamp) < value && broken(f, 16)) return f;
        if (!checkWhitelisted(to) && broken(f, 20)) return f;
    }

    function recordTransfer(address, address, uint256) internal override {}

    function recordIssuance(address, uint256) external override {}
}

/// A service whose codes are not in the protocol's table, and which has no list: nothing but the code can be told of it.
contract PeculiarCompliance {
    Token private token;
    uint256 public refused;

    function setToken(Token token_) external {
        token = token_;
    }

    function setRefused(uint256 code) external {
        refused = code;
    }

    function preTransferCheck(address from, address, uint256 value) public view returns (uint256, string memory) {
        if (token.balanceOf(from) < value) return (15, "Not enough tokens");
        return refused == 0 ? (uint256(0), "Valid") : (refused, "Out of office");
    }

    function validateTransfer(address from, address to, uint256 value) external view {
        (uint256 code, string memory reason) = preTransferCheck(from, to, value);
        require(code == 0, reason);
    }

    function recordIssuance(address, uint256) external {}
}

contract RegulatedCompliance is Compliance {
    struct Issuance {
        uint256 shares;
        uint256 time;
    }

    /// Everything about a transfer that the rules look at.
    struct Case {
        address from;
        address to;
        uint256 value;
        string idFrom;
        string idTo;
        string countryFrom;
        string countryTo;
        uint256 regionFrom;
        uint256 regionTo;
        uint256 heldFrom;
        uint256 heldTo;
        bool platformFrom;
        bool accreditedFrom;
        bool accreditedTo;
    }

    uint256 public getTotalInvestorsCount;
    uint256 public getAccreditedInvestorsCount;
    uint256 public getUSInvestorsCount;
    uint256 public getUSAccreditedInvestorsCount;
    uint256 public getJPInvestorsCount;
    mapping(string => uint256) public getEURetailInvestorsCount;
    mapping(string => Issuance[]) private issuances;
    string[] private countries;

    constructor(Registry r, Locks l, Configuration c) Compliance(r, l, c) {}

    function examine(address from, address to, uint256 value, bool all) internal view override returns (Found memory f) {
        f.all = all;
        if (token.balanceOf(from) < value && broken(f, 15)) return f;
        Case memory c = caseOf(from, to, value);
        if (registry.isPlatformWallet(to)) {
            bool inside = configuration.getForceFullTransfer() && c.regionFrom == configuration.US();
            if ((inside || configuration.getWorldWideForceFullTransfer()) && c.heldFrom > value) broken(f, 50);
            return f;
        }
        if (token.isPaused() && broken(f, 10)) return f;
        if (bytes(c.idFrom).length > 0 && equal(c.idFrom, c.idTo)) return f;
        if (receiver(f, c) || sender(f, c) || places(f, c)) return f;
        remainders(f, c);
    }

    function caseOf(address from, address to, uint256 value) private view returns (Case memory c) {
        (c.from, c.to, c.value) = (from, to, value);
        (c.idFrom, c.idTo) = (registry.getInvestor(from), registry.getInvestor(to));
        (c.countryFrom, c.countryTo) = (registry.getCountry(c.idFrom), registry.getCountry(c.idTo));
        c.regionFrom = configuration.getCountryCompliance(c.countryFrom);
        c.regionTo = configuration.getCountryCompliance(c.countryTo);
        (c.heldFrom, c.heldTo) = (token.balanceOfInvestor(c.idFrom), token.balanceOfInvestor(c.idTo));
        c.platformFrom = registry.isPlatformWallet(from);
        c.accreditedFrom = registry.isAccreditedInvestor(from);
        c.accreditedTo = registry.isAccreditedInvestor(to);
    }

    function receiver(Found memory f, Case memory c) private view returns (bool) {
        if (locks.isInvestorLiquidateOnly(c.idTo) && broken(f, 90)) return true;
        if (!checkWhitelisted(c.to) && broken(f, 20)) return true;
        return c.regionTo == configuration.FORBIDDEN() && broken(f, 26);
    }

    function sender(Found memory f, Case memory c) private view returns (bool) {
        if (!c.platformFrom && locks.getTransferableTokens(c.from, block.timestamp) < c.value && broken(f, 16)) {
            return true;
        }
        if (c.regionFrom == configuration.US()) {
            if (heldUp(c, configuration.getUSLockPeriod()) && broken(f, 32)) return true;
            if (keepsLess(c, configuration.getMinUSTokens()) && broken(f, 51)) return true;
            if (configuration.getForceFullTransfer() && c.heldFrom > c.value && broken(f, 50)) return true;
        } else {
            if (heldUp(c, configuration.getNonUSLockPeriod()) && broken(f, 33)) return true;
            if (c.regionTo == configuration.US() && !c.platformFrom && flowbackBlocked() && broken(f, 25)) return true;
            if (configuration.getWorldWideForceFullTransfer() && c.heldFrom > c.value && broken(f, 50)) return true;
        }
        if (c.regionFrom == configuration.EU() && keepsLess(c, configuration.getMinEUTokens()) && broken(f, 51)) {
            return true;
        }
        return configuration.getForceAccredited() && !c.accreditedTo && broken(f, 61);
    }

    function places(Found memory f, Case memory c) private view returns (bool) {
        if (c.regionTo == configuration.JP()) {
            if (fullInJapan(c) && broken(f, 40)) return true;
        } else if (c.regionTo == configuration.EU()) {
            if (fullInEurope(c) && broken(f, 40)) return true;
            if (c.heldTo + c.value < configuration.getMinEUTokens() && broken(f, 51)) return true;
        } else if (c.regionTo == configuration.US()) {
            if (configuration.getForceAccreditedUS() && !c.accreditedTo && broken(f, 62)) return true;
            if (fullInUS(c) && broken(f, 40)) return true;
            if (fullOfAccreditedInUS(c) && broken(f, 40)) return true;
            if (c.heldTo + c.value < configuration.getMinUSTokens() && broken(f, 51)) return true;
        }
        if (!c.accreditedTo && fullOfOthers(c) && broken(f, 40)) return true;
        return full(c) && broken(f, 40);
    }

    function remainders(Found memory f, Case memory c) private view {
        bool leaves = c.heldFrom == c.value && c.heldTo != 0;
        if (leaves && getTotalInvestorsCount <= configuration.getMinimumTotalInvestors() && broken(f, 71)) return;
        uint256 least = configuration.getMinimumHoldingsPerInvestor();
        if (!c.platformFrom && keepsLess(c, least) && broken(f, 51)) return;
        if (c.heldTo + c.value < least && broken(f, 51)) return;
        uint256 most = configuration.getMaximumHoldingsPerInvestor();
        if (most != 0 && c.heldTo + c.value >= most) broken(f, 52);
    }

    function keepsLess(Case memory c, uint256 least) private pure returns (bool) {
        return c.heldFrom > c.value && c.heldFrom - c.value < least;
    }

    function heldUp(Case memory c, uint256 period) private view returns (bool) {
        return !c.platformFrom && getComplianceTransferableTokens(c.from, block.timestamp, uint64(period)) < c.value;
    }

    function flowbackBlocked() private view returns (bool) {
        uint256 end = configuration.getBlockFlowbackEndTime();
        return end == 0 || end > block.timestamp;
    }

    function fullInJapan(Case memory c) private view returns (bool) {
        uint256 limit = configuration.getJPInvestorsLimit();
        bool stays = !equal(c.countryFrom, c.countryTo) || c.heldFrom > c.value;
        return limit != 0 && getJPInvestorsCount >= limit && c.heldTo == 0 && stays;
    }

    function fullInEurope(Case memory c) private view returns (bool) {
        uint256 limit = configuration.getEURetailInvestorsLimit();
        bool stays = !equal(c.countryFrom, c.countryTo)
            || (c.heldFrom > c.value && !registry.isQualifiedInvestor(c.from));
        return !registry.isQualifiedInvestor(c.to) && getEURetailInvestorsCount[c.countryTo] >= limit
            && c.heldTo == 0 && stays;
    }

    function fullInUS(Case memory c) private view returns (bool) {
        uint256 limit = configuration.getUSInvestorsLimit();
        uint256 percentage = configuration.getMaxUSInvestorsPercentage();
        if (percentage != 0) {
            uint256 share = (percentage * getTotalInvestorsCount) / 100;
            limit = limit == 0 || share < limit ? share : limit;
        }
        bool stays = c.regionFrom != configuration.US() || c.heldFrom > c.value;
        return limit != 0 && stays && getUSInvestorsCount >= limit && c.heldTo == 0;
    }

    function fullOfAccreditedInUS(Case memory c) private view returns (bool) {
        uint256 limit = configuration.getUSAccreditedInvestorsLimit();
        bool stays = c.regionFrom != configuration.US() || !c.accreditedFrom || c.heldFrom > c.value;
        return limit != 0 && c.accreditedTo && getUSAccreditedInvestorsCount >= limit && c.heldTo == 0 && stays;
    }

    function fullOfOthers(Case memory c) private view returns (bool) {
        uint256 limit = configuration.getNonAccreditedInvestorsLimit();
        uint256 others = getTotalInvestorsCount - getAccreditedInvestorsCount;
        return limit != 0 && others >= limit && c.heldTo == 0 && (c.accreditedFrom || c.heldFrom > c.value);
    }

    function full(Case memory c) private view returns (bool) {
        uint256 limit = configuration.getTotalInvestorsLimit();
        return limit != 0 && c.heldFrom > c.value && getTotalInvestorsCount >= limit && c.heldTo == 0;
    }

    function getComplianceTransferableTokens(address who, uint256 time, uint64 period) public view returns (uint256) {
        require(time != 0, "Time must be greater than zero");
        string memory id = registry.getInvestor(who);
        uint256 free = locks.getTransferableTokensForInvestor(id, time);
        uint256 held = 0;
        Issuance[] storage all = issuances[id];
        for (uint256 i = 0; i < all.length; i++) {
            if (period > time || all[i].time > time - period) held += token.rebasing().convertSharesToTokens(all[i].shares);
        }
        return free - (held < free ? held : free);
    }

    function recordIssuance(address to, uint256 value) external override {
        string memory id = registry.getInvestor(to);
        issuances[id].push(Issuance(token.rebasing().convertTokensToShares(value), block.timestamp));
    }

    /// Only for the tests: what was issued long ago.
    function forgetIssuances(string calldata id) external {
        delete issuances[id];
    }

    function recordTransfer(address from, address to, uint256 value) internal override {
        (string memory idFrom, string memory idTo) = (registry.getInvestor(from), registry.getInvestor(to));
        if (value != 0 && token.balanceOfInvestor(idTo) == 0 && !registry.isPlatformWallet(to)) count(idTo, true);
        if (!equal(idFrom, idTo) && value != 0 && token.balanceOfInvestor(idFrom) == value) {
            if (!registry.isPlatformWallet(from)) count(idFrom, false);
        }
    }

    /// Only for the tests: counts these investors anew, whatever was changed about them.
    function recount(string[] calldata ids, string[] calldata all) external {
        getTotalInvestorsCount = 0;
        getAccreditedInvestorsCount = 0;
        getUSInvestorsCount = 0;
        getUSAccreditedInvestorsCount = 0;
        getJPInvestorsCount = 0;
        for (uint256 i = 0; i < all.length; i++) getEURetailInvestorsCount[all[i]] = 0;
        for (uint256 i = 0; i < ids.length; i++) if (token.balanceOfInvestor(ids[i]) != 0) count(ids[i], true);
    }

    function count(string memory id, bool more) private {
        string memory country = registry.getCountry(id);
        uint256 region = configuration.getCountryCompliance(country);
        bool accredited = registry.isAccreditedInvestor(id);
        getTotalInvestorsCount = step(getTotalInvestorsCount, more);
        if (accredited) getAccreditedInvestorsCount = step(getAccreditedInvestorsCount, more);
        if (region == configuration.US()) {
            getUSInvestorsCount = step(getUSInvestorsCount, more);
            if (accredited) getUSAccreditedInvestorsCount = step(getUSAccreditedInvestorsCount, more);
        } else if (region == configuration.EU() && !registry.isQualifiedInvestor(id)) {
            getEURetailInvestorsCount[country] = step(getEURetailInvestorsCount[country], more);
        } else if (region == configuration.JP()) {
            getJPInvestorsCount = step(getJPInvestorsCount, more);
        }
    }

    function step(uint256 from, bool more) private pure returns (uint256) {
        return more ? from + 1 : from - 1;
    }
}

contract Token {
    string public constant name = "Digital Security";
    string public constant symbol = "DST";
    uint8 public immutable decimals;
    bool public isPaused;
    mapping(uint256 => address) public getDSService;
    mapping(address => uint256) private walletShares;
    mapping(string => uint256) private investorShares;
    mapping(address => mapping(address => uint256)) public allowance;
    uint256 private shares;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event TxShares(address indexed from, address indexed to, uint256 shares, uint256 multiplier);

    constructor(uint8 decimals_) {
        decimals = decimals_;
    }

    function setDSService(uint256 id, address service) external {
        getDSService[id] = service;
    }

    function setPaused(bool paused) external {
        isPaused = paused;
    }

    function rebasing() public view returns (Rebasing) {
        return Rebasing(getDSService[8196]);
    }

    function registry() private view returns (Registry) {
        return Registry(getDSService[4]);
    }

    function compliance() private view returns (Compliance) {
        return Compliance(getDSService[8]);
    }

    function preTransferCheck(address from, address to, uint256 value) external view returns (uint256, string memory) {
        return compliance().preTransferCheck(from, to, value);
    }

    function totalSupply() external view returns (uint256) {
        return rebasing().convertSharesToTokens(shares);
    }

    function balanceOf(address wallet) public view returns (uint256) {
        return rebasing().convertSharesToTokens(walletShares[wallet]);
    }

    /// Only for the tests: the protocol does not tell.
    function sharesOfWallet(address wallet) external view returns (uint256) {
        return walletShares[wallet];
    }

    function balanceOfInvestor(string memory id) public view returns (uint256) {
        return rebasing().convertSharesToTokens(investorShares[id]);
    }

    function issue(address to, uint256 value) external {
        compliance().recordIssuance(to, value);
        uint256 issued = rebasing().convertTokensToShares(value);
        shares += issued;
        walletShares[to] += issued;
        string memory id = registry().getInvestor(to);
        if (bytes(id).length > 0) investorShares[id] += issued;
        emit Transfer(address(0), to, value);
    }

    /// Only for the tests: a wallet that holds nothing any more.
    function empty(address wallet) external {
        string memory id = registry().getInvestor(wallet);
        uint256 gone = walletShares[wallet];
        walletShares[wallet] = 0;
        shares -= gone;
        uint256 booked = investorShares[id];
        investorShares[id] = booked > gone ? booked - gone : 0;
    }

    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        return true;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        compliance().validateTransfer(msg.sender, to, value);
        move(msg.sender, to, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        compliance().validateTransfer(from, to, value);
        require(value <= allowance[from][msg.sender], "Not enough allowance");
        allowance[from][msg.sender] -= value;
        move(from, to, value);
        return true;
    }

    function move(address from, address to, uint256 value) private {
        require(to != address(0));
        uint256 moved = rebasing().convertTokensToShares(value);
        require(moved <= walletShares[from]);
        walletShares[from] -= moved;
        walletShares[to] += moved;
        emit Transfer(from, to, value);
        emit TxShares(from, to, moved, rebasing().multiplier());
        string memory id = registry().getInvestor(from);
        if (bytes(id).length > 0) {
            investorShares[id] = rebasing().convertTokensToShares(balanceOfInvestor(id) - value);
        }
        id = registry().getInvestor(to);
        if (bytes(id).length > 0) {
            investorShares[id] = rebasing().convertTokensToShares(balanceOfInvestor(id) + value);
        }
    }
}
