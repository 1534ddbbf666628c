// `<script type="module" src="…/widget.js">`: defines `<assay-asset>`.
import { AssayAsset } from './element/element.ts';

// Loaded twice, by two tags of one page, it is defined once.
if (customElements.get('assay-asset') === undefined) customElements.define('assay-asset', AssayAsset);
