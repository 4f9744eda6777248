// The block nosocket/live in the editor: its controls. What it shows is made by PHP.

;((wp) => {
  const { createElement: h, Fragment } = wp.element
  const { InspectorControls, useBlockProps } = wp.blockEditor
  const { PanelBody, Placeholder, SelectControl, TextareaControl, TextControl } = wp.components
  const { __ } = wp.i18n

  function Edit({ attributes, setAttributes }) {
    const text = (name, label, help) =>
      h(TextControl, { label, help, value: attributes[name], onChange: (value) => setAttributes({ [name]: value }) })
    const details = h(
      PanelBody,
      { title: __("Live content", "nosocket") },
      text("field", __("Field", "nosocket"), __("Of the event’s payload. Empty: the payload itself.", "nosocket")),
      h(SelectControl, {
        label: __("A new event", "nosocket"),
        value: attributes.mode,
        options: [
          { value: "replace", label: __("takes the place of the last", "nosocket") },
          { value: "prepend", label: __("stands above the others", "nosocket") },
          { value: "append", label: __("stands below the others", "nosocket") }
        ],
        onChange: (mode) => setAttributes({ mode })
      }),
      h(TextControl, {
        label: __("At most", "nosocket"),
        type: "number",
        value: attributes.max,
        onChange: (max) => setAttributes({ max: Number(max) || 1 })
      })
    )
    const form = h(
      Placeholder,
      { icon: "rss", label: __("Live content", "nosocket"), isColumnLayout: true },
      text("channel", __("Channel", "nosocket"), __("Begins with public: if everybody may read it.", "nosocket")),
      text("event", __("Event", "nosocket"), __("Its name; * for all.", "nosocket")),
      h(TextareaControl, {
        label: __("Template", "nosocket"),
        help: __("HTML with fields such as {title}; without fields it is shown until an event comes.", "nosocket"),
        value: attributes.content,
        onChange: (content) => setAttributes({ content })
      })
    )
    return h(Fragment, null, h(InspectorControls, null, details), h("div", useBlockProps(), form))
  }

  wp.blocks.registerBlockType("nosocket/live", {
    apiVersion: 2,
    title: __("Live content", "nosocket"),
    description: __("Follows a NoSocket channel.", "nosocket"),
    category: "widgets",
    icon: "rss",
    attributes: {
      channel: { type: "string", default: "" },
      event: { type: "string", default: "*" },
      field: { type: "string", default: "" },
      mode: { type: "string", default: "replace" },
      max: { type: "integer", default: 10 },
      element: { type: "string", default: "div" },
      content: { type: "string", default: "" }
    },
    supports: { html: false },
    edit: Edit,
    save: () => null
  })
})(window.wp)
