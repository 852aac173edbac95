// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/config_tree.h"
#include "model/config/vrp/grammar.h"

#include <compare>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// A configuration as what a router holds: settings by identity, not lines by order. What `difference` works on.
namespace sidestep::config {

struct Setting;

/// Keys of the settings that lead from a view to a setting inside it.
using KeyPath = std::vector<std::string>;

/// The line as the table knows it in the view; nullopt for a view that is not known, and for a line that the reader keeps unread.
[[nodiscard]] std::optional<vrp::Match> understood(std::optional<vrp::View> view, std::string_view line);

/// A line that others stand on (`CommandTraits::on`).
struct Carrier
{
    vrp::Cmd command;
    std::string which; ///< the peer, or the PW's role; empty where a view has only one
    friend auto operator<=>(const Carrier &, const Carrier &) = default;
};

/// The settings of one view. Goes as deep as views do (`kMaxDepth`). Typing a line takes time logarithmic in the block and linear in
/// what it erases.
class Block
{
public:
    Block() = default;
    Block(const Block &other);
    Block(Block &&) noexcept = default;
    Block &operator=(Block other) noexcept;
    ~Block() = default;

    /// What a file holds: later lines win, nothing is erased by the way.
    [[nodiscard]] static Block of(const ConfigTree &tree);

    /// What typing the line does. `view` nullopt: below a line no view takes. Returns the setting of a line that opens a block or
    /// sets something, nullptr for one that took something away. The pointer holds until the setting is erased.
    /// `touched` gets the paths of all settings that the line may have changed; what is inside a setting that was erased, too.
    Setting *type(std::optional<vrp::View> view, const std::string &line, std::vector<KeyPath> *touched = nullptr);

    /// In the order in which they came.
    [[nodiscard]] const std::list<Setting> &settings() const { return m_settings; }
    [[nodiscard]] const Setting *find(std::string_view key) const;
    [[nodiscard]] Setting *find(std::string_view key);

    /// Lines with indent and `#`, to be read again.
    [[nodiscard]] std::string text() const;
    /// The same text for what a router would treat as the same.
    [[nodiscard]] std::string normalText() const;

private:
    using Place = std::list<Setting>::iterator;

    Setting *set(Setting setting);
    /// The setting with those of its parts that are there and that it does not give itself.
    [[nodiscard]] Setting withHeldParts(std::optional<vrp::View> view, Setting setting) const;
    Setting *typeUnknown(const std::string &line, std::vector<KeyPath> *touched);
    void fill(const ConfigTree &tree, std::size_t from, std::size_t to, std::optional<vrp::View> view);
    void index(Place place);
    Place unindex(std::string_view key);
    void erase(std::string_view key, std::vector<KeyPath> *touched);
    void takeBack(std::optional<vrp::View> view, const vrp::Match &undo, std::vector<KeyPath> *touched);
    void eraseParts(std::optional<vrp::View> view, const Setting &held, const vrp::Match &undo, std::vector<KeyPath> *touched);
    void eraseDependents(const Carrier &changed, std::vector<KeyPath> *touched);
    void put(std::string &out, std::size_t depth) const;
    void putNormal(std::string &out, std::size_t depth) const;

    std::list<Setting> m_settings; ///< the others keep their places when one is erased
    std::map<std::string_view, Place> m_byKey;
    std::map<Carrier, std::set<std::string_view>> m_erasedWith; ///< keys of what a router drops with the carrier
    std::set<std::string_view> m_below;                         ///< keys of views with lines that stand on one of this block
};

struct Setting
{
    std::string line;
    std::string key;                 ///< its undo line: what has the same key in a view is the same setting
    std::optional<vrp::Match> match; ///< nullopt: not known
    std::optional<vrp::View> opens;
    Block block;

    /// Comes before and goes after what has a higher rank; of the same command, a secondary PW after the primary and a
    /// sub-interface after its main interface.
    [[nodiscard]] std::uint32_t rank() const;
    /// Says only what a router does without it.
    [[nodiscard]] bool repeatsDefault() const;
    /// The block is there whether or not a line says so: a physical port, BGP's IPv4 family.
    [[nodiscard]] bool isAlwaysThere() const;
    /// The router drops or refuses this line when one of these changes.
    [[nodiscard]] std::vector<Carrier> standsOn() const;
    /// What lines may stand on; nullopt when no command's do.
    [[nodiscard]] std::optional<Carrier> asCarrier() const;
    /// The line that takes it away; where another value of it is to come, only the parts that one lacks.
    [[nodiscard]] std::string removal(const Setting *next = nullptr) const;
    /// The line without the parts that `next`, another value of it, lacks; empty when it keeps all of them, or none.
    [[nodiscard]] std::string lineLeft(const Setting &next) const;
    /// `next` has not all of its parts, so that typing `next` would not be enough.
    [[nodiscard]] bool losesParts(const Setting &next) const;
};

/// The setting that a line of a view is; without a match where the table does not know it, or `view` is nullopt.
[[nodiscard]] Setting settingFor(std::optional<vrp::View> view, const std::string &line);

/// A setting's row has the trait that the router erases what is on it.
[[nodiscard]] bool erases(const Setting &setting);

} // namespace sidestep::config
