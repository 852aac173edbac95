// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/config_tree.h"
#include "model/config/vrp/grammar.h"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

/// A configuration as what a router holds: settings by identity, not lines by order. What `difference` works on.
namespace sidestep::config {

struct Setting;

/// The line as the table knows it in the view; nullopt for a view that is not known, and for a line that the reader keeps unread.
[[nodiscard]] std::optional<vrp::Match> understood(std::optional<vrp::View> view, std::string_view line);

/// The settings of one view. Goes as deep as views do (`kMaxDepth`).
class Block
{
public:
    /// What a file holds: later lines win, nothing is erased by the way.
    [[nodiscard]] static Block of(const ConfigTree &tree);

    /// What typing the line does. `view` nullopt: below a line no view takes. Returns the setting of a line that opens a block or
    /// sets something, nullptr for one that took something away. The pointer holds until the block changes.
    Setting *type(std::optional<vrp::View> view, const std::string &line);

    [[nodiscard]] const std::vector<Setting> &settings() const { return m_settings; }
    [[nodiscard]] const Setting *find(const std::string &key) const;
    [[nodiscard]] Setting *find(const std::string &key);

    /// Lines with indent and `#`, to be read again.
    [[nodiscard]] std::string text() const;
    /// The same text for what a router would treat as the same.
    [[nodiscard]] std::string normalText() const;

private:
    Setting *set(Setting setting);
    Setting *typeUnknown(const std::string &line);
    void fill(const ConfigTree &tree, std::size_t from, std::size_t to, std::optional<vrp::View> view);
    void erase(const std::string &key);
    void eraseAll(const vrp::Match &undo);
    void eraseDependents(const Setting &changed);
    void reindex();
    void put(std::string &out, std::size_t depth) const;
    void putNormal(std::string &out, std::size_t depth) const;

    std::vector<Setting> m_settings;
    std::unordered_map<std::string, std::size_t> m_byKey;
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
    /// The router drops or refuses this line when `other` changes (`CommandTraits::on`).
    [[nodiscard]] bool dependsOn(const Setting &other) const;
    /// Lines of some command depend on lines of this one.
    [[nodiscard]] bool carriesOthers() const;
    /// The line that takes it away.
    [[nodiscard]] std::string removal() const;
};

/// The setting that a line of a view is; without a match where the table does not know it, or `view` is nullopt.
[[nodiscard]] Setting settingFor(std::optional<vrp::View> view, const std::string &line);

/// A setting's row has the trait that the router erases what is on it.
[[nodiscard]] bool erases(const Setting &setting);

} // namespace sidestep::config
