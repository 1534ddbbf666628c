// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

/// @title A published series of figures: a price, a net asset value or a reserve
/// @notice Has the shape of Chainlink's AggregatorV3Interface. One operator publishes; every round stays readable, so a
/// wallet can draw a history and compute a period's return.
contract Feed {
    /// @notice One published figure.
    struct Round {
        int256 answer;
        uint256 updatedAt;
    }

    /// @notice Caller is not the operator.
    error NotOperator(address caller);
    /// @notice No such round has been published.
    error NoData(uint80 roundId);

    event AnswerUpdated(int256 indexed current, uint256 indexed roundId, uint256 updatedAt);
    event NewRound(uint256 indexed roundId, address indexed startedBy, uint256 startedAt);

    /// @notice Number of decimals of each answer.
    uint8 public immutable decimals;
    /// @notice The only account that may publish.
    address public immutable operator;
    /// @notice What the figure is, and in what unit.
    string public description;
    /// @notice Version of this implementation.
    uint256 public constant version = 1;

    Round[] private rounds;

    constructor(uint8 decimals_, string memory description_, address operator_) {
        decimals = decimals_;
        description = description_;
        operator = operator_;
    }

    /// @notice Publishes the next round with the block's time.
    /// @param answer The figure, scaled by `decimals`. Not checked: a consumer has to, as with any feed.
    function publish(int256 answer) external {
        if (msg.sender != operator) revert NotOperator(msg.sender);
        rounds.push(Round(answer, block.timestamp));
        uint256 id = rounds.length;
        emit NewRound(id, msg.sender, block.timestamp);
        emit AnswerUpdated(answer, id, block.timestamp);
    }

    /// @notice The newest round.
    function latestRoundData()
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)
    {
        return getRoundData(uint80(rounds.length));
    }

    /// @notice One round; the first is 1.
    function getRoundData(uint80 id)
        public
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)
    {
        if (id == 0 || id > rounds.length) revert NoData(id);
        Round storage round = rounds[id - 1];
        return (id, round.answer, round.updatedAt, round.updatedAt, id);
    }
}
