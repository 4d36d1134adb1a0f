/** Set by the build of the plugin alone: it has no readers of what tshark prints (docs/adr/0026). */
declare const WITHOUT_DISSECTIONS: true | undefined;
