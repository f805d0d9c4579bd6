// What a child's pages gain with scripts. Everything here promotes what the server's HTML already does.
import "./elements/carried-pass.js";
import "./elements/child-sitting.js";
import "./elements/grouped-digits.js";
import "./elements/observer-record.js";
import "./elements/read-aloud.js";
import "./elements/tell-form.js";
import "./elements/switch-scanning.js";
