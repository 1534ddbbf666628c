// SPDX-License-Identifier: MIT
// Models of oracles of net asset values, for tests: written from the published sources of Ondo (RWADynamicOracle), Superstate
// (SuperstateOracle) and Backed (BackedOracle, BackedOracleForwarder), whose arithmetic they keep to the unit. Not their code.
pragma solidity ^0.8.20;

contract OndoRanges {
    struct Range {
        uint256 start;
        uint256 end;
        uint256 dailyInterestRate;
        uint256 prevRangeClosePrice;
    }

    uint256 private constant ONE = 1e27;
    Range[] public ranges;

    constructor(uint256 start, uint256 end, uint256 rate, uint256 price) {
        ranges.push(Range(start, end, rate, price * ONE / rate));
    }

    function setRange(uint256 end, uint256 rate) external {
        Range memory last = ranges[ranges.length - 1];
        require(last.end < end, "InvalidRange");
        ranges.push(Range(last.end, end, rate, derive(last, last.end - 1)));
    }

    function getPrice() public view returns (uint256) {
        for (uint256 i = ranges.length; i > 0; --i) {
            Range memory range = ranges[i - 1];
            if (range.start <= block.timestamp) {
                return derive(range, range.end <= block.timestamp ? range.end - 1 : block.timestamp);
            }
        }
        return 0;
    }

    function getPriceData() external view returns (uint256, uint256) {
        return (getPrice(), block.timestamp);
    }

    function derive(Range memory range, uint256 time) private pure returns (uint256) {
        uint256 elapsed = (time - range.start) / 1 days;
        uint256 value = power(range.dailyInterestRate, elapsed + 1) * range.prevRangeClosePrice / ONE;
        uint256 rest = value % 1e10;
        return value - rest + (rest >= 0.5e10 ? 1e10 : 0);
    }

    function power(uint256 x, uint256 n) private pure returns (uint256 z) {
        z = n % 2 == 0 ? ONE : x;
        for (n /= 2; n != 0; n /= 2) {
            x = (x * x + ONE / 2) / ONE;
            if (n % 2 != 0) z = (z * x + ONE / 2) / ONE;
        }
    }
}

contract SuperstateNav {
    struct Checkpoint {
        uint64 timestamp;
        uint64 effectiveAt;
        uint128 navs;
    }

    Checkpoint[] public checkpoints;
    uint8 public constant decimals = 6;

    error CantGeneratePrice();
    error StaleCheckpoint();

    function addCheckpoint(uint64 timestamp, uint64 effectiveAt, uint128 navs) external {
        require(timestamp < block.timestamp, "TimestampInvalid");
        if (checkpoints.length > 0) {
            Checkpoint memory last = checkpoints[checkpoints.length - 1];
            require(last.timestamp < timestamp && last.effectiveAt < effectiveAt, "NotChronological");
        }
        checkpoints.push(Checkpoint(timestamp, effectiveAt, navs));
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        if (checkpoints.length < 2) revert CantGeneratePrice();
        uint256 latest = checkpoints.length - 1;
        uint128 time = uint128(block.timestamp);
        while (checkpoints[latest].effectiveAt > time) {
            latest -= 1;
            if (latest == 0) revert CantGeneratePrice();
        }
        Checkpoint memory later = checkpoints[latest];
        Checkpoint memory earlier = checkpoints[latest - 1];
        if (time > later.effectiveAt + 5 days) revert StaleCheckpoint();
        uint128 value = later.navs;
        uint128 since = time - later.timestamp;
        uint128 between = later.timestamp - earlier.timestamp;
        if (later.navs >= earlier.navs) {
            value += (later.navs - earlier.navs) * since / between;
        } else {
            value -= (earlier.navs - later.navs) * since / between;
        }
        return (uint80(latest), int256(uint256(value)), time, time, uint80(latest));
    }
}

contract ClampedNav {
    struct Round {
        int192 answer;
        uint32 timestamp;
    }

    uint8 public constant MAX_PERCENT_DIFFERENCE = 10;
    uint8 public constant decimals = 8;
    mapping(uint256 => Round) private rounds;
    uint80 private latest;

    function updateAnswer(int192 answer, uint32 timestamp) external {
        Round memory last = rounds[latest];
        require(timestamp < block.timestamp && timestamp > last.timestamp, "Timestamp");
        if (last.answer > 0) {
            int192 most = last.answer * int8(MAX_PERCENT_DIFFERENCE) / 100;
            if (answer > last.answer + most) answer = last.answer + most;
            else if (answer < last.answer - most) answer = last.answer - most;
        }
        rounds[++latest] = Round(answer, timestamp);
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        require(latest != 0, "No data present");
        return getRoundData(latest);
    }

    function getRoundData(uint80 id) public view returns (uint80, int256, uint256, uint256, uint80) {
        require(id <= latest, "No data present");
        Round memory round = rounds[id];
        return (id, round.answer, round.timestamp, round.timestamp, id);
    }
}

contract ClampedForwarder {
    ClampedNav public _upstreamOracle;

    constructor(ClampedNav upstream) {
        _upstreamOracle = upstream;
    }

    function decimals() external view returns (uint8) {
        return _upstreamOracle.decimals();
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return _upstreamOracle.latestRoundData();
    }

    function getRoundData(uint80 id) external view returns (uint80, int256, uint256, uint256, uint80) {
        return _upstreamOracle.getRoundData(id);
    }
}
